#pragma once

#include "fix-gateway/gateway/gateway_options.h"
#include "shm/broadcast_ring.h"
#include "shm/layout/link_segment.h"
#include "shm/segment.h"
#include "shm/spsc_ring.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace pinion::fix {

/// Throws SegmentError if the engine has segments that this version of Pinion cannot read. An
/// engine that is not there, or not usable for another reason, may still come.
void require_own_version(const std::string& instance, std::uint16_t engine, std::uint16_t gateway);

/// One engine as the gateway sees it: there or not, a ring to write commands into and a ring of
/// reports to read. An engine that goes keeps its rings until a new one comes: the reports in them
/// are still read.
///
/// Thread safety: none; the gateway's thread. Errors: none; an engine that cannot be had is not
/// there, and `fault` says why.
class EngineLink {
  public:
    /// Tells the last report of a ring that is safely recorded; 0: none.
    using LastRecorded = std::function<std::uint64_t(std::uint16_t engine, std::uint32_t ring)>;

    EngineLink(std::string instance, std::uint16_t gateway, EnginePeer peer,
               LastRecorded last_recorded);

    enum class Change : std::uint8_t { none, came, went };

    /// Looks whether the engine is there. System calls: every 200 ms or so is enough.
    [[nodiscard]] Change watch();

    /// Whether the engine takes commands, as far as this side can see.
    [[nodiscard]] bool is_open() const {
        return engine_epoch_ != 0 &&
               rings_->view.header().engine_epoch.load(std::memory_order_acquire) == engine_epoch_;
    }

    /// Whether `count` commands fit the ring now (all of it, if it is smaller), and the reports
    /// that they cause will not overwrite unread ones. True for an engine that is not there:
    /// nothing will be written.
    [[nodiscard]] bool has_room(std::uint64_t count);

    /// Writes a command; false if the ring is full or the engine not there.
    [[nodiscard]] bool send(const shm::Command& command);

    /// Writes a command as soon as there is room, before all others.
    void announce(const shm::Command& command);

    /// The oldest report not yet taken with `pop`; null if there is none.
    [[nodiscard]] const shm::Report* front();

    void pop() { has_report_ = false; }

    /// Place of `front` in its ring.
    [[nodiscard]] std::uint64_t report_sequence() const { return rings_->reports.next() - 1; }

    /// Reports that were overwritten before they were read, since the last call.
    [[nodiscard]] std::uint64_t take_lapped() { return std::exchange(lapped_, 0); }

    [[nodiscard]] const EnginePeer& peer() const { return peer_; }

    [[nodiscard]] std::uint32_t engine_epoch() const { return engine_epoch_; }

    [[nodiscard]] const std::array<std::uint64_t, 2>& cl_ord_id_key() const { return key_; }

    /// A number that names the ring's memory: reports of another ring are other reports.
    [[nodiscard]] std::uint32_t ring() const { return rings_ ? rings_->number : 0; }

    [[nodiscard]] const std::string& fault() const { return fault_; }

  private:
    struct Rings {
        explicit Rings(shm::Segment opened);

        shm::Segment segment;
        shm::LinkView view;
        shm::SpscWriter<shm::Command> commands;
        shm::BroadcastReader<shm::Report> reports;
        std::uint32_t number;
    };

    void attach();
    [[nodiscard]] std::uint32_t epoch_now() const;
    void read_key();
    void introduce_process();
    void skip_lost();
    [[nodiscard]] bool is_behind();
    void send_announced();

    std::string instance_;
    std::uint64_t process_; ///< a number that no other gateway process has
    std::uint16_t gateway_;
    EnginePeer peer_;
    LastRecorded last_recorded_;
    std::optional<Rings> rings_;
    std::uint32_t engine_epoch_ = 0;
    std::array<std::uint64_t, 2> key_{};
    std::deque<shm::Command> announced_; ///< at most a few for each session
    shm::Report report_{};
    bool has_report_ = false;
    bool is_behind_ = false;
    std::uint32_t looks_ = 0; ///< questions whether we are behind
    std::uint64_t lapped_ = 0;
    std::string fault_;
};

} // namespace pinion::fix
