#pragma once

#include "fix-gateway/store/message_store.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pinion::fix {

/// A store that is closed, killed, cut or damaged, then opened again.
class MessageStoreTest : public testing::Test {
  protected:
    [[nodiscard]] std::string path() const { return directory_.path() / "CLIENT.store"; }

    MessageStore& open(StoreOptions options = {}) {
        store_.reset();
        store_.emplace(path(), "CLIENT", options);
        return *store_;
    }

    MessageStore& store() { return *store_; }

    void close() { store_.reset(); }

    static bool append(MessageStore& store, const std::string& text) {
        return store.append(store.next_sender(), text.data(), text.size());
    }

    static std::vector<std::string> messages(const MessageStore& store, std::uint32_t begin = 1,
                                             std::uint32_t end = INT32_MAX) {
        std::vector<std::string> found;
        store.read(begin, end, [&](const char* bytes, std::size_t length) {
            found.emplace_back(bytes, length);
        });
        return found;
    }

    /// Overwrites one byte of the file.
    void damage(std::size_t offset, char byte) const {
        const int fd = ::open(path().c_str(), O_RDWR);
        ASSERT_EQ(::pwrite(fd, &byte, 1, static_cast<off_t>(offset)), 1);
        ::close(fd);
    }

    /// Makes one byte of the file another one.
    void flip(std::size_t offset) const {
        const int fd = ::open(path().c_str(), O_RDONLY);
        char byte = 0;
        ASSERT_EQ(::pread(fd, &byte, 1, static_cast<off_t>(offset)), 1);
        ::close(fd);
        damage(offset, static_cast<char>(byte ^ '\x7e'));
    }

    /// Why the store cannot be opened.
    std::string refusal() {
        try {
            open();
        } catch (const StoreError& error) {
            return error.what();
        }
        return "";
    }

  private:
    test::TemporaryDirectory directory_;
    std::optional<MessageStore> store_;
};

} // namespace pinion::fix
