#pragma once

#include "feed-handler/reader/feed_listener.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace pinion::test {

/// Checks that sequences are passed on without gap or repetition, and counts.
class RecordingListener : public feed::FeedListener {
  public:
    void on_join(std::uint64_t sequence, std::uint64_t lost) override {
        ++joins;
        if (joins > 1) {
            EXPECT_EQ(sequence, last_sequence + lost);
        }
        last_sequence = sequence;
        lost_total += lost;
    }

    void on_event(const shm::FeedEvent&, std::uint64_t sequence) override {
        EXPECT_EQ(sequence, last_sequence + 1);
        last_sequence = sequence;
        ++events;
    }

    std::uint64_t joins = 0;
    std::uint64_t events = 0;
    std::uint64_t lost_total = 0;
    std::uint64_t last_sequence = 0;
};

} // namespace pinion::test
