#pragma once

#include "engine/state_hash.h"
#include "shm/messages/control_command.h"
#include "shm/messages/reject_reason.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pinion::engine {

class StateReader;
class StateWriter;

/// Something that the operator keeps from trading.
struct Bar {
    shm::ControlScope scope;
    std::uint32_t index;      ///< of the instrument, account or session; 0 of everything
    shm::RejectReason reason; ///< killed, or account_suspended
};

/// Whom the operator keeps from trading, by the kill switch or by suspension. Not thread-safe;
/// allocates only when built.
class Bars {
  public:
    Bars(std::size_t instruments, std::size_t accounts, std::size_t sessions) {
        of(shm::ControlScope::everything).resize(1);
        of(shm::ControlScope::instrument).resize(instruments);
        of(shm::ControlScope::account).resize(accounts);
        of(shm::ControlScope::session).resize(sessions);
    }

    /// Why an order may not come, or change; none: it may. All three must exist.
    [[nodiscard]] shm::RejectReason against(std::uint16_t session, std::uint16_t account,
                                            std::uint32_t instrument) const {
        if (count_ == 0) [[likely]]
            return shm::RejectReason::none;
        const auto marks =
            marks_[0][0] | marks_[1][instrument] | marks_[2][account] | marks_[3][session];
        if ((marks & mark(shm::RejectReason::killed)) != 0) return shm::RejectReason::killed;
        return marks != 0 ? shm::RejectReason::account_suspended : shm::RejectReason::none;
    }

    /// Whether there is something of that scope and index.
    [[nodiscard]] bool may_have(shm::ControlScope scope, std::uint32_t index) const {
        return is_scope(scope) && index < of(scope).size();
    }

    [[nodiscard]] bool has(const Bar& bar) const {
        return (of(bar.scope)[bar.index] & mark(bar.reason)) != 0;
    }

    /// Whether it was not there.
    bool put(const Bar& bar) {
        const bool is_new = !has(bar);
        of(bar.scope)[bar.index] |= mark(bar.reason);
        count_ += is_new ? 1 : 0;
        return is_new;
    }

    /// Whether it was there.
    bool take_away(const Bar& bar) {
        const bool was_there = has(bar);
        of(bar.scope)[bar.index] &= static_cast<std::uint8_t>(~mark(bar.reason));
        count_ -= was_there ? 1 : 0;
        return was_there;
    }

    [[nodiscard]] std::uint32_t count() const { return count_; }

    /// Visits all of them by scope, index and reason.
    template <typename Visitor>
    void for_each(Visitor visit) const {
        using shm::ControlScope;
        for (const auto scope : {ControlScope::everything, ControlScope::instrument,
                                 ControlScope::account, ControlScope::session})
            for (std::uint32_t index = 0; index < of(scope).size(); ++index)
                for (const auto reason : reasons)
                    if (has({scope, index, reason})) visit(Bar{scope, index, reason});
    }

    void fold_into(StateHash& hash) const {
        for_each([&](const Bar& bar) {
            hash.fold(std::uint64_t{bar.index} << 32 | static_cast<std::uint64_t>(bar.scope) << 16 |
                      static_cast<std::uint64_t>(bar.reason));
        });
    }

    void save(StateWriter& writer) const;
    /// Into what was just built.
    void load(StateReader& reader);

  private:
    static constexpr std::array reasons = {shm::RejectReason::killed,
                                           shm::RejectReason::account_suspended};

    using Marks = std::vector<std::uint8_t>;

    static std::uint8_t mark(shm::RejectReason reason) {
        return reason == shm::RejectReason::killed ? 1 : 2;
    }

    static bool is_scope(shm::ControlScope scope) {
        return scope >= shm::ControlScope::everything && scope <= shm::ControlScope::session;
    }

    [[nodiscard]] const Marks& of(shm::ControlScope scope) const {
        return marks_[static_cast<std::size_t>(scope) - 1];
    }

    [[nodiscard]] Marks& of(shm::ControlScope scope) {
        return marks_[static_cast<std::size_t>(scope) - 1];
    }

    std::array<Marks, 4> marks_; ///< by scope, then by index
    std::uint32_t count_ = 0;
};

} // namespace pinion::engine
