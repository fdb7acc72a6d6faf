#include "latency/load/fix_writer.h"

#include "latency/load/fix_frame.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace pinion::latency {

namespace {

void two_digits(char* place, std::int64_t number) {
    place[0] = static_cast<char>('0' + number / 10 % 10);
    place[1] = static_cast<char>('0' + number % 10);
}

} // namespace

std::string_view FixClock::format(std::int64_t utc_ns) {
    const std::int64_t second = utc_ns / 1'000'000'000;
    if (second != second_) {
        second_ = second;
        const std::chrono::sys_seconds time{std::chrono::seconds(second)};
        const auto day = std::chrono::floor<std::chrono::days>(time);
        const std::chrono::year_month_day date(day);
        const std::chrono::hh_mm_ss clock(time - day);
        std::array<char, 80> text{}; // room for any int, though no date needs it
        std::snprintf(text.data(), text.size(), "%04d%02u%02u-%02d:%02d:%02d.", int(date.year()),
                      unsigned(date.month()), unsigned(date.day()), int(clock.hours().count()),
                      int(clock.minutes().count()), int(clock.seconds().count()));
        std::copy_n(text.begin(), text_.size(), text_.begin());
    }
    const std::int64_t millisecond = utc_ns / 1'000'000 % 1000;
    text_[18] = static_cast<char>('0' + millisecond / 100);
    two_digits(&text_[19], millisecond % 100);
    return {text_.data(), 21};
}

void FixWriter::begin(std::string_view msg_type, std::uint64_t sequence,
                      std::string_view sending_time) {
    end_ = body_begin;
    field(35, msg_type);
    field(49, sender_);
    field(56, target_);
    field(34, sequence);
    field(52, sending_time);
}

void FixWriter::field(int tag, std::string_view value) {
    std::array<char, 12> digits;
    const auto result = std::to_chars(digits.begin(), digits.end(), tag);
    append({digits.data(), result.ptr});
    append("=");
    append(value);
    append({&fix_separator, 1});
}

void FixWriter::field(int tag, std::uint64_t value) {
    std::array<char, 20> digits;
    const auto result = std::to_chars(digits.begin(), digits.end(), value);
    field(tag, std::string_view(digits.data(), result.ptr));
}

std::span<const char> FixWriter::finish() {
    std::array<char, body_begin> head;
    const int head_bytes = std::snprintf(head.data(), head.size(),
                                         "8=FIX.4.4\x01"
                                         "9=%zu\x01",
                                         end_ - body_begin);
    const std::size_t begin = body_begin - static_cast<std::size_t>(head_bytes);
    std::copy_n(head.begin(), head_bytes, buffer_.begin() + static_cast<std::ptrdiff_t>(begin));

    std::array<char, 3> sum;
    const unsigned check_sum = fix_check_sum({buffer_.data() + begin, end_ - begin});
    sum[0] = static_cast<char>('0' + check_sum / 100);
    two_digits(&sum[1], check_sum % 100);
    field(10, {sum.data(), sum.size()});
    return {buffer_.data() + begin, end_ - begin};
}

void FixWriter::append(std::string_view text) {
    assert(text.size() <= capacity - end_);
    std::copy(text.begin(), text.end(), buffer_.begin() + static_cast<std::ptrdiff_t>(end_));
    end_ += text.size();
}

} // namespace pinion::latency
