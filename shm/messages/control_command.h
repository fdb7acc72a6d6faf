#pragma once

#include "shm/fixed_text.h"
#include "shm/messages/command.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace pinion::shm {

/// What the operator of the venue wants done. Values are part of the layout: append, never
/// renumber.
enum class ControlAction : std::uint8_t {
    set_phase = 1, ///< of an instrument: halt, resume, any other
    set_limits = 2,
    credit = 3,
    kill = 4,    ///< cancels whatever waits of whom `scope` names, and bars them until re_arm
    re_arm = 5,  ///< takes a kill of the same scope back
    suspend = 6, ///< an account: nothing new, what waits goes on
    resume = 7,
    bust = 8,    ///< the trade of match id `number`
    correct = 9, ///< likewise
    add_instrument = 10,
    add_account = 11,
    roll_day = 12,
    detach_gateway = 13, ///< the gateway of index `number`: its sessions are lost
    list = 14,
};

/// Whom an action names. 0: the action has no need of it.
enum class ControlScope : std::uint8_t {
    everything = 1,
    instrument = 2, ///< `instrument`
    account = 3,    ///< `account`
    session = 4,    ///< `session`
};

using OperatorName = FixedText<16>; ///< who gave the command, as the journal remembers it

/// A command of kind `control`: it lies where a Command lies, with the same fields in the same
/// places as far as both have them, and comes from the admin link only
/// (shm/layout/admin_link.h). Every field is hostile until it has been checked.
///
///  byte    0      1        2       6       8       16        20               24           32
///          | kind | action | scope | flags | epoch | request | session, gate. | instrument | name
///  byte   48       56        168       184
///          | number | payload | account |
struct ControlCommand {
    static constexpr std::size_t payload_max_bytes = 112;

    CommandKind kind;
    ControlAction action;
    ControlScope scope;
    std::uint8_t spare_0[3];
    std::uint8_t flags; ///< the action's own
    std::uint8_t spare_1;
    std::uint32_t engine_epoch; ///< the epoch of the engine as the sender knew it
    std::uint32_t spare_2;
    std::uint32_t request; ///< the sender's number, told back in the answer
    std::uint16_t session; ///< the session that the action names: none sends it
    std::uint16_t gateway; ///< index of the admin link
    std::uint32_t instrument;
    std::uint32_t spare_3;
    OperatorName operator_name;
    std::uint64_t number; ///< a match id, a gateway's index: see the action
    std::array<std::byte, payload_max_bytes> payload; ///< a structure of the action's own
    AccountName account;
};

static_assert(std::is_trivially_copyable_v<ControlCommand>);
static_assert(std::has_unique_object_representations_v<ControlCommand>);
static_assert(sizeof(ControlCommand) == sizeof(Command));
static_assert(offsetof(ControlCommand, flags) == offsetof(Command, flags));
static_assert(offsetof(ControlCommand, engine_epoch) == offsetof(Command, engine_epoch));
static_assert(offsetof(ControlCommand, request) == offsetof(Command, msg_seq_num));
static_assert(offsetof(ControlCommand, session) == offsetof(Command, session));
static_assert(offsetof(ControlCommand, gateway) == offsetof(Command, gateway));
static_assert(offsetof(ControlCommand, instrument) == offsetof(Command, instrument));
static_assert(offsetof(ControlCommand, operator_name) == 32);
static_assert(offsetof(ControlCommand, payload) == 56);
static_assert(offsetof(ControlCommand, account) == 168);

/// The two views of one message.
[[nodiscard]] inline ControlCommand control_of(const Command& command) {
    return std::bit_cast<ControlCommand>(command);
}

[[nodiscard]] inline Command command_of(const ControlCommand& control) {
    return std::bit_cast<Command>(control);
}

/// The structure of the action's own in a message that has a payload.
template <typename Payload, typename Message>
[[nodiscard]] Payload payload_of(const Message& message) {
    static_assert(std::is_trivially_copyable_v<Payload>);
    static_assert(sizeof(Payload) <= sizeof(message.payload));
    Payload payload;
    std::memcpy(&payload, message.payload.data(), sizeof(payload));
    return payload;
}

template <typename Payload, typename Message>
void set_payload(Message& message, const Payload& payload) {
    static_assert(std::has_unique_object_representations_v<Payload>);
    static_assert(sizeof(Payload) <= sizeof(message.payload));
    std::memcpy(message.payload.data(), &payload, sizeof(payload));
}

} // namespace pinion::shm
