#include "fix-gateway/transport/receive_buffers.h"

#include <sys/mman.h>

#include <cerrno>
#include <system_error>

namespace pinion::transport {

ReceiveBuffers::ReceiveBuffers(io_uring& ring)
    : ring_(ring), buffer_ring_bytes_(count * sizeof(io_uring_buf)), memory_(count * buffer_bytes) {
    void* pages = ::mmap(nullptr, buffer_ring_bytes_, PROT_READ | PROT_WRITE,
                         MAP_ANONYMOUS | MAP_PRIVATE, -1, 0);
    if (pages == MAP_FAILED)
        throw std::system_error(errno, std::generic_category(), "mmap of the io_uring buffers");
    buffer_ring_ = static_cast<io_uring_buf_ring*>(pages);

    io_uring_buf_reg registration{};
    registration.ring_addr = reinterpret_cast<std::uint64_t>(buffer_ring_);
    registration.ring_entries = count;
    registration.bgid = group;
    if (const int error = ::io_uring_register_buf_ring(&ring_, &registration, 0); error != 0) {
        ::munmap(pages, buffer_ring_bytes_);
        throw std::system_error(-error, std::generic_category(), "io_uring_register_buf_ring");
    }
    ::io_uring_buf_ring_init(buffer_ring_);
    for (std::uint16_t buffer = 0; buffer < count; ++buffer) provide(buffer);
}

ReceiveBuffers::~ReceiveBuffers() {
    ::io_uring_unregister_buf_ring(&ring_, group);
    ::munmap(buffer_ring_, buffer_ring_bytes_);
}

std::span<const char> ReceiveBuffers::bytes(const io_uring_cqe& completion) const {
    const std::size_t buffer = completion.flags >> IORING_CQE_BUFFER_SHIFT;
    return {memory_.data() + buffer * buffer_bytes, static_cast<std::size_t>(completion.res)};
}

void ReceiveBuffers::give_back(const io_uring_cqe& completion) {
    provide(static_cast<std::uint16_t>(completion.flags >> IORING_CQE_BUFFER_SHIFT));
}

void ReceiveBuffers::provide(std::uint16_t buffer) {
    ::io_uring_buf_ring_add(buffer_ring_, memory_.data() + buffer * buffer_bytes, buffer_bytes,
                            buffer, ::io_uring_buf_ring_mask(count), 0);
    ::io_uring_buf_ring_advance(buffer_ring_, 1);
}

} // namespace pinion::transport
