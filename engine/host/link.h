#pragma once

#include "engine/host/gateway_watch.h"
#include "engine/host/host_options.h"
#include "engine/host/link_end.h"
#include "shm/counters.h"
#include "shm/layout/link_segment.h"
#include "shm/segment.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pinion::engine {

/// What a gateway is told when it is let in.
struct LinkOpening {
    std::uint32_t engine_epoch;
    std::array<std::uint64_t, 2> cl_ord_id_key;
    shm::Durability durability;
    std::uint64_t reports_recovered; ///< number of the last report to it
    std::vector<shm::SessionProgress> sessions;
};

/// One gateway's link as the engine keeps it: the segment, the matcher's end of it and the watch
/// over the other end.
///
/// The ClOrdID key may change with the engine's epoch, so the two are read together: a gateway
/// reads epoch, key and epoch again, and starts over if the epoch was 0 or changed. A command
/// hashed with an old key then carries the old epoch, and is answered with stale_engine_epoch
/// whatever its hashes are.
///
/// Thread safety: one thread, except `end`, which is the matcher's once that runs. Errors: the
/// constructor throws SegmentError, or std::runtime_error for a link whose contents are damaged.
class Link {
  public:
    /// Adopts the link that a dead engine left, in the shape that it has, or creates it, with
    /// reports that go on behind `reports_begin`. Gateways keep out until `open`.
    Link(const HostOptions& options, GatewayPeer peer, std::uint64_t reports_begin = 0);

    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    ~Link() = default;

    /// Of the config by which the commands and reports in it were written.
    [[nodiscard]] std::uint64_t venue_hash() const;

    /// Whether the engine that made it did.
    [[nodiscard]] bool promises_durability() const;

    /// Commands that were not consumed.
    [[nodiscard]] std::uint64_t commands_left() const;

    /// Passes over the commands before `position`, which the last engine has consumed.
    void skip_to(std::uint64_t position);

    /// Writes down what the gateway must know, then lets it in.
    void open(const LinkOpening& opening);

    /// Asks the gateway to send no more.
    void close();

    [[nodiscard]] LinkEnd& end() { return end_; }

    [[nodiscard]] std::span<std::byte> reports_memory() const { return view_.reports(); }

    /// Tells the gateway how far the output log is.
    void tell_output_log();

    [[nodiscard]] GatewayWatch& watch() { return watch_; }

    [[nodiscard]] shm::Segment& segment() { return segment_; }

    [[nodiscard]] GatewayPeer peer() const { return peer_; }

  private:
    GatewayPeer peer_;
    shm::Segment segment_;
    shm::LinkView view_;
    LinkEnd end_;
    GatewayWatch watch_;
};

} // namespace pinion::engine
