#include "latency/load/latency_report.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>

namespace pinion::latency {

namespace {

struct Percentile {
    const char* name;
    double percent;
};

constexpr std::array<Percentile, 5> percentiles{
    {{"p50", 50}, {"p90", 90}, {"p99", 99}, {"p99.9", 99.9}, {"p99.99", 99.99}}};

template <class... Arguments>
std::string format(const char* pattern, Arguments... arguments) {
    std::array<char, 256> line{};
    std::snprintf(line.data(), line.size(), pattern, arguments...);
    return line.data();
}

double us(std::int64_t ns) { return static_cast<double>(ns) / 1000; }

std::string core_name(int core) { return core < 0 ? "any core" : "core " + std::to_string(core); }

nlohmann::ordered_json core_json(int core) {
    return core < 0 ? nlohmann::ordered_json() : nlohmann::ordered_json(core);
}

nlohmann::ordered_json histogram_json(const LatencyHistogram* histogram) {
    if (histogram == nullptr) return nullptr;
    nlohmann::ordered_json json{{"count", histogram->count()}};
    for (const auto& [name, percent] : percentiles)
        json[std::string(name) + "_ns"] = histogram->percentile_ns(percent);
    json["max_ns"] = histogram->max_ns();
    return json;
}

std::string histogram_line(const char* name, const LatencyHistogram* histogram) {
    if (histogram == nullptr) return format("%-14s %9s\n", name, "-");
    std::string line =
        format("%-14s %9llu", name, static_cast<unsigned long long>(histogram->count()));
    for (const auto& percentile : percentiles)
        line += format(" %9.1f", us(histogram->percentile_ns(percentile.percent)));
    return line + format(" %9.1f\n", us(histogram->max_ns()));
}

} // namespace

nlohmann::ordered_json as_json(const LatencyReport& report) {
    const LatencyResult& result = report.result;
    nlohmann::ordered_json json{
        {"host", report.address.host},
        {"port", report.address.port},
        {"sender", report.address.sender},
        {"target", report.address.target},
        {"symbol", report.terms.symbol},
        {"rate", report.options.rate},
        {"rate_reached", result.rate_reached},
        {"seconds", report.options.seconds},
        {"warm_up_seconds", report.options.warm_up_seconds},
        {"client_core", core_json(report.client_core)},
        {"echo_core", core_json(report.options.echo_core)},
        {"orders_sent", result.orders_sent},
        {"cancels_sent", result.cancels_sent},
        {"rejected", report.rejected},
        {"first_reject", report.first_reject},
        {"order_bytes", result.order_bytes},
        {"ack_bytes", result.ack_bytes},
        {"order_to_ack", histogram_json(&report.order_to_ack)},
        {"cancel_to_ack", histogram_json(&report.cancel_to_ack)},
        {"order_to_feed", histogram_json(report.order_to_feed)},
        {"tcp_echo", histogram_json(&result.tcp_echo)},
        {"not_measured", nlohmann::ordered_json::array()},
    };
    for (const NotMeasured& each : report.not_measured)
        json["not_measured"].push_back({{"what", each.what}, {"reason", each.reason}});
    return json;
}

std::string as_text(const LatencyReport& report) {
    const LatencyResult& result = report.result;
    std::string text = format(
        "%s:%u, %s to %s, %s: %llu orders and their cancels in %u s; ", report.address.host.c_str(),
        unsigned{report.address.port}, report.address.sender.c_str(), report.address.target.c_str(),
        report.terms.symbol.c_str(), static_cast<unsigned long long>(result.orders_sent),
        report.options.seconds);
    text +=
        format("%.0f requests/s asked, %.0f reached\n", report.options.rate, result.rate_reached);
    text += "client on " + core_name(report.client_core) + ", echo server on " +
            (report.options.echo_core < 0 ? "the client's thread"
                                          : core_name(report.options.echo_core)) +
            format("; order %zu bytes, ack %zu bytes\n\n", result.order_bytes, result.ack_bytes);
    text += format("%-14s %9s %9s %9s %9s %9s %9s %9s\n", "microseconds", "count", "p50", "p90",
                   "p99", "p99.9", "p99.99", "max");
    text += histogram_line("order to ack", &report.order_to_ack);
    text += histogram_line("cancel to ack", &report.cancel_to_ack);
    text += histogram_line("order to feed", report.order_to_feed);
    text += histogram_line("raw TCP echo", &result.tcp_echo);
    for (const NotMeasured& each : report.not_measured)
        text += "\nnot measured: " + each.what + ": " + each.reason;
    if (!report.not_measured.empty()) text += "\n";
    return text;
}

} // namespace pinion::latency
