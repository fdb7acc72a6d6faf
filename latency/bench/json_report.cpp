#include "latency/bench/report.h"

#include <nlohmann/json.hpp>

#include <optional>

namespace pinion::latency {

namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::optional<double>& number) { return number ? Json(*number) : Json(nullptr); }

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

} // namespace

void JsonReport::host(const Host& host) {
    out_ << Json{{"type", "host"},        {"processor", host.processor},
                 {"cores", host.cores},   {"kernel", host.kernel},
                 {"commit", host.commit}, {"compiler", host.compiler},
                 {"flags", host.flags}}
         << std::endl;
}

void JsonReport::result(const Row& row, const RowResult& result) {
    Json samples = Json::array();
    for (const SamplePair& pair : result.samples)
        samples.push_back(Json::array({pair.value, or_null(pair.floor)}));
    out_ << Json{{"type", "row"},
                 {"group", row.group},
                 {"name", row.name},
                 {"value", result.value},
                 {"unit", to_string(row.unit)},
                 {"floor_name", or_null(row.floor_name)},
                 {"floor", or_null(result.floor)},
                 {"ratio", or_null(result.ratio)},
                 {"spread", result.spread},
                 {"runs", result.samples.size()},
                 {"samples", samples},
                 {"cores", result.cores}}
         << std::endl;
}

void JsonReport::skipped(const Row& row, const std::string& reason) {
    out_ << Json{{"type", "row"}, {"name", row.name}, {"skipped", reason}} << std::endl;
}

} // namespace pinion::latency
