#include "latency/floors/touches.h"

#include "latency/bench/book/id_key.h"
#include "latency/bench/book/oracle.h"

#include <unordered_map>

namespace pinion::latency {

namespace {

class Recorder {
  public:
    explicit Recorder(const Stream& stream) {
        for (const auto& band : stream.shape.bands) {
            first_levels_.push_back(static_cast<std::int64_t>(list_.levels) - band.min_ticks);
            list_.levels += static_cast<std::size_t>(band.max_ticks - band.min_ticks) + 1;
        }
        list_.touches.reserve(stream.operations.size());
        for (const auto& operation : stream.operations) record(operation);
    }

    TouchList take() {
        list_.filled.insert(list_.filled.end(), TouchList::fills_ahead, 0);
        return std::move(list_);
    }

  private:
    using Kind = Touches::Kind;

    void record(const Operation& operation) {
        const auto* found = oracle_.find(operation.id);
        const bool was_there = found != nullptr;
        const auto before = was_there ? *found : Oracle::Order{};
        oracle_.play(operation);
        for (const auto& trade : oracle_.last_trades()) fill(trade.maker);
        const bool takes_only = operation.kind == OperationKind::immediate;
        const auto* order = takes_only ? nullptr : oracle_.find(operation.id);
        Touches touches{.key = key_of(operation.id),
                        .lots = operation.quantity_lots,
                        .level = 0,
                        .slot = 0,
                        .fills = static_cast<std::uint32_t>(oracle_.last_trades().size()),
                        .kind = takes_only ? Kind::nothing
                                           : kind(operation, was_there, order != nullptr)};
        if (was_there) touches.slot = slots_[operation.id];
        if (touches.kind == Kind::leaves) {
            touches.level = level_of(before);
            free(operation.id);
        }
        if (touches.kind == Kind::rests) slots_[operation.id] = take_slot();
        if (order != nullptr) {
            touches.level = level_of(*order);
            touches.slot = slots_[operation.id];
            touches.lots = order->lots;
        }
        list_.touches.push_back(touches);
    }

    static Kind kind(const Operation& operation, bool was_there, bool is_there) {
        if (!was_there && operation.kind == OperationKind::add)
            return is_there ? Kind::rests : Kind::nothing;
        if (!was_there) return Kind::misses;
        if (!is_there) return Kind::leaves;
        return operation.kind == OperationKind::reprice ? Kind::moves : Kind::shrinks;
    }

    [[nodiscard]] std::uint32_t level_of(const Oracle::Order& order) const {
        return static_cast<std::uint32_t>(first_levels_[order.instrument] + order.price_ticks);
    }

    void fill(std::uint64_t maker) {
        const bool rests = oracle_.find(maker) != nullptr;
        list_.filled.push_back(slots_[maker] | (rests ? TouchList::partly : 0));
        if (!rests) free(maker);
    }

    std::uint32_t take_slot() {
        if (free_.empty()) return slots_used_++;
        const auto slot = free_.back();
        free_.pop_back();
        return slot;
    }

    void free(std::uint64_t id) {
        const auto found = slots_.find(id);
        free_.push_back(found->second);
        slots_.erase(found);
    }

    Oracle oracle_;
    TouchList list_;
    std::vector<std::int64_t> first_levels_; ///< less the lowest price, by instrument
    std::unordered_map<std::uint64_t, std::uint32_t> slots_;
    std::vector<std::uint32_t> free_;
    std::uint32_t slots_used_ = 0;
};

} // namespace

TouchList record_touches(const Stream& stream) { return Recorder(stream).take(); }

} // namespace pinion::latency
