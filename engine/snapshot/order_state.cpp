#include "engine/snapshot/order_state.h"

#include "engine/rules/auction_orders.h"
#include "engine/rules/order_terms.h"
#include "engine/rules/price_band.h"
#include "engine/rules/time_in_force.h"

namespace pinion::engine {

using shm::TimeInForce;

namespace {

/// What is saved of an order, in this order. The rest follows from it.
template <typename Saved, typename Use>
void with_fields(Saved& saved, Use use) {
    auto& order = saved.order;
    auto& details = order.details;
    auto& extras = order.extras;
    use(saved.slot, saved.record, order.id_hash, order.instrument, order.side, order.price_ticks,
        order.leaves_lots, details.order_id, details.cumulative_lots,
        details.cumulative_notional.low, details.cumulative_notional.high, details.cl_ord_id,
        details.session, details.account, details.ord_type, details.time_in_force,
        details.exec_inst, details.self_trade_prevention, extras.min_quantity_lots,
        extras.display_quantity_lots, extras.hidden_lots, extras.expire_time_ns,
        extras.stop_price_ticks);
}

bool is_of_place(const OrderDetails& terms, Place place) {
    const auto type = terms.ord_type;
    if (place == Place::stops) return has_stop_price(type);
    if (place == Place::held) return may_rest(type, terms.time_in_force);
    const bool is_for_auction =
        !has_stop_price(type) && lives_for_auction(type, terms.time_in_force);
    if (place == Place::book) return is_for_auction || may_rest(type, terms.time_in_force);
    return is_for_auction && terms.time_in_force == TimeInForce::at_the_close;
}

bool has_known_terms(const Order& order, Place place) {
    const auto& terms = order.details;
    const bool is_dated = terms.time_in_force == TimeInForce::good_till_date;
    return is_of_place(terms, place) && is_known(terms.time_in_force) &&
           is_known(terms.self_trade_prevention) && (is_dated || order.extras.expire_time_ns == 0);
}

bool has_prices(const Order& order, Place place, const shm::InstrumentRecord& instrument) {
    const bool has_limit = place != Place::stops || has_limit_price(order.details.ord_type);
    return (!has_limit || is_in_band(instrument, order.price_ticks)) &&
           (place != Place::stops || is_in_band(instrument, order.extras.stop_price_ticks));
}

bool has_quantities(const Order& order, Place place, const shm::InstrumentRecord& instrument) {
    const auto max = instrument.quantity_max_lots;
    if (order.leaves_lots == 0 || order.leaves_lots > max) return false;
    if (order.details.cumulative_lots > max - order.leaves_lots) return false;
    const auto hidden = order.extras.hidden_lots;
    if (place != Place::book || order.extras.display_quantity_lots == 0) return hidden == 0;
    return hidden < order.leaves_lots;
}

} // namespace

void save_order(StateWriter& writer, const SavedOrder& saved) {
    with_fields(saved, [&](const auto&... fields) { writer.put_all(fields...); });
}

SavedOrder load_order(StateReader& reader, Place place, const EngineOptions& options,
                      std::uint64_t last_order_id) {
    SavedOrder saved{};
    auto& order = saved.order;
    with_fields(saved, [&](auto&... fields) { reader.get_all(fields...); });
    reader.require(order.instrument < options.instruments.size(),
                   "an order's instrument does not exist");
    const auto& instrument = options.instruments[order.instrument];
    reader.require(order.side == shm::Side::buy || order.side == shm::Side::sell,
                   "an order has no side");
    reader.require(order.details.session < options.sessions_max,
                   "an order's session does not exist");
    reader.require(order.details.account < options.accounts.size(),
                   "an order's account does not exist");
    reader.require(order.details.order_id <= last_order_id, "an order's number was never given");
    reader.require(has_known_terms(order, place), "an order's terms are not of its place");
    reader.require(has_prices(order, place, instrument),
                   "an order's price is outside its instrument's band");
    reader.require(has_quantities(order, place, instrument),
                   "an order's quantity is not what its instrument allows");
    order.quantity_lots = order.leaves_lots + order.details.cumulative_lots;
    return saved;
}

} // namespace pinion::engine
