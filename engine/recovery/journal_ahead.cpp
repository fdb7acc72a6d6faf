#include "engine/recovery/journal_ahead.h"

namespace pinion::engine {

void JournalAhead::start() {
    auto& batch = batches_[reading_];
    read_ = std::async(std::launch::async, [this, &batch] {
        batch.resize(batch_records);
        std::size_t count = 0;
        while (count < batch.size() && source_.read(batch[count])) ++count;
        batch.resize(count);
    });
}

std::span<const shm::LogRecord> JournalAhead::next() {
    if (!read_.valid()) return {};
    read_.get();
    const auto& batch = batches_[reading_];
    reading_ = 1 - reading_;
    if (batch.size() == batch_records) start();
    return batch;
}

} // namespace pinion::engine
