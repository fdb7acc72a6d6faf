#pragma once

#include "fix-gateway/gateway/gateway_counters.h"
#include "fix-gateway/gateway/gateway_options.h"
#include "fix-gateway/transport/transport.h"
#include "shm/counters.h"
#include "shm/sys/agent.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace pinion::fix {

/// A whole gateway as one polling agent: clients on one side, engines on the other.
///
/// Thread safety: on_start, do_work and on_close on one thread, tend on another. Errors: the
/// constructor and on_start throw (SegmentError, StoreError, std::system_error); a running gateway
/// does not fail.
class Gateway final : public shm::Agent {
  public:
    using MakeTransport = std::function<std::unique_ptr<transport::Transport>()>;
    using OnListening = std::function<void(std::uint16_t port)>;

    /// `make_transport` and `on_listening` are called by on_start, on its thread.
    Gateway(const GatewayOptions& options, MakeTransport make_transport, OnListening on_listening);
    ~Gateway() override;
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    /// Opens the stores, looks for the engines, listens.
    void on_start() override;

    std::uint64_t do_work() override;

    /// What takes long and can be done ahead: makes room in the stores. Every 10 ms or so.
    void tend();

    /// Delivers what reports there are, logs every client out and waits for their answers, in all
    /// less than a second.
    void on_close() override;

  private:
    struct Parts;

    GatewayOptions options_;
    MakeTransport make_transport_;
    OnListening on_listening_;
    shm::Counters segment_;
    GatewayCounters counters_;
    std::mutex tending_;
    std::unique_ptr<Parts> parts_; ///< from on_start on; changes under the lock
    bool disk_refuses_ = false;    ///< and the log says so
};

} // namespace pinion::fix
