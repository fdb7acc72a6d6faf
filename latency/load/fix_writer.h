#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace pinion::latency {

/// UTC as FIX writes it, "20240229-23:59:59.123"; the second's text is kept from call to call.
class FixClock {
  public:
    /// Valid until the next call.
    [[nodiscard]] std::string_view format(std::int64_t utc_ns);

  private:
    std::int64_t second_ = -1;
    std::array<char, 24> text_{};
};

/// Writes FIX 4.4 messages of one sender into a buffer of its own, without allocation.
/// Messages may be at most `capacity` bytes (asserted). Thread safety: none.
class FixWriter {
  public:
    static constexpr std::size_t capacity = 1024;

    FixWriter(std::string sender, std::string target)
        : sender_(std::move(sender)), target_(std::move(target)) {}

    void begin(std::string_view msg_type, std::uint64_t sequence, std::string_view sending_time);
    void field(int tag, std::string_view value);
    void field(int tag, std::uint64_t value);

    /// Puts header and check sum around the fields; valid until the next `begin`.
    [[nodiscard]] std::span<const char> finish();

  private:
    void append(std::string_view text);

    static constexpr std::size_t body_begin = 32; ///< room for 8= and 9=, whose width is known last

    std::string sender_;
    std::string target_;
    std::array<char, capacity> buffer_;
    std::size_t end_ = body_begin;
};

} // namespace pinion::latency
