#include "fix-gateway/transport/epoll_transport.h"
#include "fix-gateway/transport/io_uring_transport.h"
#include "fix-gateway/transport/transport.h"

#include <system_error>

namespace pinion::transport {

std::unique_ptr<Transport> make_transport(TransportKind kind, const TransportLimits& limits) {
    if (kind == TransportKind::epoll) return std::make_unique<EpollTransport>(limits);
    try {
        return std::make_unique<IoUringTransport>(limits);
    } catch (const std::system_error&) {
        if (kind == TransportKind::io_uring) throw;
        return std::make_unique<EpollTransport>(limits);
    }
}

} // namespace pinion::transport
