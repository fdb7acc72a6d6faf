#include "fix-gateway/gateway/store_name.h"

#include <string_view>

namespace pinion::fix {

namespace {

constexpr std::string_view plain =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";

std::string escaped(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    for (const char each : text) {
        const auto byte = static_cast<unsigned char>(each);
        if (plain.find(each) != std::string_view::npos)
            result += each;
        else
            result += {'%', digits[byte >> 4], digits[byte & 0xf]};
    }
    return result;
}

} // namespace

std::string store_name(const std::string& instance, const ClientOptions& client) {
    return escaped(instance) + "." + escaped(client.target_comp_id) + "-" +
           escaped(client.comp_id) + ".fix";
}

} // namespace pinion::fix
