#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>

/// Counts latencies without keeping them, after Gil Tene's HdrHistogram: buckets grow with the
/// value, so that each is told to three significant digits.
///
///   value:   0 ... 2047 | 2048 ... 4095 | 4096 ... 8191 | ... | up to 2^40 ns (18 minutes)
///   bucket:  1 ns wide  | 2 ns          | 4 ns          | ... (1024 buckets per doubling)
///
/// Thread safety: none; one writer, read when it is done. Memory is fixed (248 KiB); `record` does
/// not allocate and cannot fail.
namespace pinion::latency {

class LatencyHistogram {
  public:
    LatencyHistogram();

    /// Negative values count as 0; those of 2^40 and more in the last bucket (`max` stays exact).
    void record(std::int64_t latency_ns) {
        const std::int64_t value = latency_ns < 0 ? 0 : latency_ns;
        ++(*counts_)[index_of(static_cast<std::uint64_t>(value))];
        ++count_;
        if (value > max_ns_) max_ns_ = value;
    }

    void merge(const LatencyHistogram& other);

    [[nodiscard]] std::uint64_t count() const { return count_; }

    [[nodiscard]] std::int64_t max_ns() const { return max_ns_; }

    /// The value that `percent` of all values do not exceed: the nearest-rank percentile, rounded
    /// up within its bucket, by less than one part in 1024. 0 if nothing was recorded.
    [[nodiscard]] std::int64_t percentile_ns(double percent) const;

  private:
    static constexpr unsigned half_bits = 10; ///< 1024 buckets per doubling
    static constexpr unsigned value_bits = 40;
    static constexpr std::size_t half_count = std::size_t{1} << half_bits;
    static constexpr std::size_t bucket_count = (value_bits - half_bits + 1) * half_count;
    static constexpr std::uint64_t value_max = (std::uint64_t{1} << value_bits) - 1;

    [[nodiscard]] static std::size_t index_of(std::uint64_t value) {
        if (value > value_max) value = value_max;
        const auto width = static_cast<unsigned>(std::bit_width(value));
        const unsigned shift = width > half_bits + 1 ? width - half_bits - 1 : 0;
        return shift * half_count + static_cast<std::size_t>(value >> shift);
    }

    [[nodiscard]] static std::int64_t highest_in(std::size_t index);

    std::unique_ptr<std::array<std::uint64_t, bucket_count>> counts_;
    std::uint64_t count_ = 0;
    std::int64_t max_ns_ = 0;
};

} // namespace pinion::latency
