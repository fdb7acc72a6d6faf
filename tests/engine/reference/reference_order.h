#pragma once

#include "shm/fixed_text.h"
#include "shm/messages/command.h"
#include "shm/messages/notional.h"
#include "shm/messages/order_terms.h"
#include "shm/messages/reject_reason.h"

#include <cstdint>
#include <string>

namespace pinion::engine {

/// An order, from its message to its end, in all words that the rulebook has for it.
struct ReferenceOrder {
    enum class Place { nowhere, book, stops, held, closing };

    std::uint64_t order_id = 0;
    std::uint16_t session = 0;
    std::string cl_ord_id;
    std::string account;
    std::uint32_t instrument = 0;
    shm::Side side{};
    shm::OrdType type{};
    shm::TimeInForce time_in_force{};
    std::uint8_t exec_inst = 0;
    shm::SelfTradePrevention self_trade_prevention{};
    std::int64_t price = 0;
    std::int64_t stop_price = 0;
    std::uint64_t quantity = 0;
    std::uint64_t minimum_quantity = 0;
    std::uint64_t display_quantity = 0;
    std::int64_t expires_ns = 0;
    std::uint64_t traded = 0;
    shm::Int128 notional = 0;
    shm::OrdStatus status = shm::OrdStatus::new_order;
    shm::RejectReason reason{};
    Place place = Place::nowhere;
    std::uint64_t arrival = 0; ///< when it took its place
    std::uint32_t slot = 0;    ///< in the book
    std::uint64_t shown = 0;   ///< in the book

    static ReferenceOrder from(const shm::Command& command);
    /// What the replace asks for; the quantity may be below what has traded.
    [[nodiscard]] ReferenceOrder changed_by(const shm::Command& command) const;

    [[nodiscard]] bool ended() const;
    [[nodiscard]] bool is(std::uint8_t instruction) const;
    [[nodiscard]] bool is_stop() const;
    [[nodiscard]] bool has_limit() const;
    [[nodiscard]] bool outlives_its_command() const;
    [[nodiscard]] bool may_rest() const;
    [[nodiscard]] std::uint64_t leaves() const;
    /// What it must trade at once, or not at all.
    [[nodiscard]] std::uint64_t minimum() const;
    /// It is served before `other`, which waits at the same place on the same side.
    [[nodiscard]] bool goes_before(const ReferenceOrder& other) const;
    /// It need not give up its place to become `after`.
    [[nodiscard]] bool keeps_place_as(const ReferenceOrder& after) const;
};

/// `price` is strictly better than `other` for somebody who trades with orders of that side.
[[nodiscard]] bool is_better(shm::Side side, std::int64_t price, std::int64_t other);
[[nodiscard]] shm::Side opposite(shm::Side side);

/// All bytes of an id, so that two equal ids are equal texts.
[[nodiscard]] std::string text_of(const shm::ClOrdId& id);

} // namespace pinion::engine
