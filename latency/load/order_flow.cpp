#include "latency/load/order_flow.h"

#include "shm/messages/venue_id.h"
#include "shm/sys/clock.h"

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace pinion::latency {

namespace {

bool is_cancel(std::uint64_t index) { return index % 2 == 1; }

std::string_view as_text(const std::array<char, 20>& text) { return {text.data(), text.size()}; }

/// 12 characters that change every millisecond; with the index they make the 20 of a ClOrdID.
std::string new_run_id() {
    constexpr std::int64_t millisecond_ns = 1'000'000;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%011llx-",
                  static_cast<unsigned long long>(shm::utc_now_ns() / millisecond_ns));
    return text.data();
}

} // namespace

OrderFlow::OrderFlow(const FixAddress& address, OrderTerms terms, FeedWatch* feed)
    : terms_(std::move(terms)), feed_(feed), run_id_(new_run_id()), session_(address) {}

std::int64_t OrderFlow::now_ns() const { return shm::monotonic_now_ns(); }

void OrderFlow::send(std::uint64_t index, std::int64_t intended_ns) {
    in_flight_.add(index, intended_ns);
    session_.begin(is_cancel(index) ? "F" : "D");
    session_.field(11, as_text(cl_ord_id(index)));
    if (is_cancel(index)) session_.field(41, as_text(cl_ord_id(index - 1)));
    session_.field(55, terms_.symbol);
    session_.field(54, "1");
    session_.field(60, session_.sending_time());
    session_.field(38, terms_.quantity);
    if (!is_cancel(index)) {
        session_.field(40, "2");
        session_.field(44, terms_.price);
        session_.field(59, "0");
    }
    const std::size_t bytes = session_.send();
    if (!is_cancel(index)) order_bytes_ = bytes;
}

void OrderFlow::poll() {
    session_.poll(*this);
    if (feed_ != nullptr) feed_->poll();
}

bool OrderFlow::is_settled() const {
    return in_flight_.count() == 0 && (feed_ == nullptr || feed_->is_settled());
}

std::string OrderFlow::missing() const {
    const auto answers = std::to_string(in_flight_.count()) + " answers";
    if (feed_ == nullptr) return answers + " are";
    return answers + " and " + std::to_string(feed_->missing()) + " events of the feed are";
}

void OrderFlow::clear() {
    order_to_ack_ = LatencyHistogram();
    cancel_to_ack_ = LatencyHistogram();
    if (feed_ != nullptr) feed_->clear();
}

void OrderFlow::on_message(std::string_view msg_type, std::string_view frame,
                           std::int64_t received_ns) {
    if (msg_type != "8" && msg_type != "9")
        throw std::runtime_error("the venue does not take our orders: " +
                                 std::string(find_field(frame, 58)));
    const auto index = index_of(find_field(frame, 11));
    if (!index) return; // of an order that this run did not send
    if (msg_type == "9")
        reject(frame, *index);
    else
        on_report(frame, *index, received_ns);
}

void OrderFlow::on_report(std::string_view frame, std::uint64_t index, std::int64_t received_ns) {
    const std::string_view exec_type = find_field(frame, 150);
    if (exec_type == "8") return reject(frame, index);
    if (exec_type != (is_cancel(index) ? "4" : "0")) return; // a trade: the ack came before
    const std::int64_t intended_ns = in_flight_.take(index);
    if (intended_ns == 0) return;
    (is_cancel(index) ? cancel_to_ack_ : order_to_ack_).record(received_ns - intended_ns);
    if (is_cancel(index)) return;
    ack_bytes_ = frame.size();
    if (feed_ != nullptr)
        feed_->expect(shm::parse_order_id(find_field(frame, 37), terms_.engine), intended_ns);
}

void OrderFlow::reject(std::string_view frame, std::uint64_t index) {
    static_cast<void>(in_flight_.take(index));
    if (rejected_++ == 0) first_reject_ = find_field(frame, 58);
}

OrderFlow::ClOrdIdText OrderFlow::cl_ord_id(std::uint64_t index) const {
    ClOrdIdText text;
    std::copy(run_id_.begin(), run_id_.end(), text.begin());
    for (std::size_t i = text.size(); i > run_id_.size(); --i, index /= 10)
        text[i - 1] = static_cast<char>('0' + index % 10);
    return text;
}

std::optional<std::uint64_t> OrderFlow::index_of(std::string_view cl_ord_id) const {
    if (cl_ord_id.size() != std::tuple_size_v<ClOrdIdText> || !cl_ord_id.starts_with(run_id_))
        return std::nullopt;
    return to_number(cl_ord_id.substr(run_id_.size()));
}

} // namespace pinion::latency
