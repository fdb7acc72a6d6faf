#include "config/logging.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace pinion::config {

namespace {

std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

class Logging : public testing::Test {
  protected:
    ~Logging() override { spdlog::shutdown(); }

    test::TemporaryDirectory directory_;
};

TEST_F(Logging, goes_to_a_file_named_for_the_process_from_the_level_on) {
    start_logging({LogLevel::warn, (directory_.path() / "logs").string(), 1 << 20, 2}, "engine.1");
    spdlog::info("quiet");
    spdlog::warn("loud");
    const std::string log = contents(directory_.path() / "logs" / "engine.1.log");
    EXPECT_EQ(log.find("quiet"), std::string::npos);
    EXPECT_NE(log.find("engine.1 warning loud"), std::string::npos) << log;
}

TEST_F(Logging, rotates_and_keeps_no_more_files_than_asked) {
    start_logging({LogLevel::info, directory_.path().string(), 4096, 2}, "gateway.1");
    for (int i = 0; i < 20; ++i) spdlog::info("{}", std::string(1000, 'x'));
    spdlog::default_logger()->flush();
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(directory_.path())) {
        ++files;
        EXPECT_LE(entry.file_size(), 4096U);
    }
    EXPECT_EQ(files, 3U); // the current one and two that were rotated
}

TEST_F(Logging, says_what_to_do_when_the_directory_cannot_be_made) {
    const auto file = directory_.path() / "file";
    std::ofstream(file) << "in the way";
    EXPECT_THROW(
        {
            try {
                start_logging({LogLevel::info, (file / "logs").string(), 4096, 2}, "engine.1");
            } catch (const std::runtime_error& error) {
                EXPECT_NE(std::string(error.what()).find("log.directory"), std::string::npos);
                throw;
            }
        },
        std::runtime_error);
}

} // namespace

} // namespace pinion::config
