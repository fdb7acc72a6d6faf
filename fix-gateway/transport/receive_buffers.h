#pragma once

#include <liburing.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pinion::transport {

/// The buffers from which the kernel picks one for each piece of input
/// (io_uring_register_buf_ring(3)).
class ReceiveBuffers {
  public:
    static constexpr unsigned count = 1024;
    static constexpr std::size_t buffer_bytes = 4096;
    static constexpr std::uint16_t group = 0;

    /// Registers the buffers with the ring, which must outlive them. Throws std::system_error.
    explicit ReceiveBuffers(io_uring& ring);
    ~ReceiveBuffers();
    ReceiveBuffers(const ReceiveBuffers&) = delete;
    ReceiveBuffers& operator=(const ReceiveBuffers&) = delete;

    /// The bytes that a completed receive left behind.
    [[nodiscard]] std::span<const char> bytes(const io_uring_cqe& completion) const;

    /// Gives that receive's buffer back to the kernel.
    void give_back(const io_uring_cqe& completion);

  private:
    void provide(std::uint16_t buffer);

    io_uring& ring_;
    io_uring_buf_ring* buffer_ring_;
    std::size_t buffer_ring_bytes_;
    std::vector<char> memory_;
};

} // namespace pinion::transport
