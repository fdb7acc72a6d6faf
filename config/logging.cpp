#include "config/logging.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <vector>

namespace pinion::config {

namespace {

spdlog::level::level_enum level_of(LogLevel level) {
    switch (level) {
    case LogLevel::trace: return spdlog::level::trace;
    case LogLevel::debug: return spdlog::level::debug;
    case LogLevel::info: return spdlog::level::info;
    case LogLevel::warn: return spdlog::level::warn;
    case LogLevel::error: return spdlog::level::err;
    case LogLevel::off: break;
    }
    return spdlog::level::off;
}

spdlog::sink_ptr rotating_file(const LogConfig& log, const std::string& process) {
    const auto path = std::filesystem::path(log.directory) / (process + ".log");
    try {
        std::filesystem::create_directories(log.directory);
        return std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
            path.string(), log.file_max_bytes, log.files_max);
    } catch (const std::exception& error) {
        throw std::runtime_error(std::string(error.what()) +
                                 "; make the directory writable or change log.directory");
    }
}

} // namespace

void start_logging(const LogConfig& log, const std::string& process) {
    std::vector<spdlog::sink_ptr> sinks{std::make_shared<spdlog::sinks::stderr_color_sink_mt>()};
    if (!log.directory.empty()) sinks.push_back(rotating_file(log, process));
    auto logger = std::make_shared<spdlog::logger>(process, sinks.begin(), sinks.end());
    logger->set_level(level_of(log.level));
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%fZ %n %^%l%$ %v", spdlog::pattern_time_type::utc);
    logger->flush_on(spdlog::level::warn);
    spdlog::set_default_logger(std::move(logger));
    spdlog::flush_every(std::chrono::seconds(1));
}

} // namespace pinion::config
