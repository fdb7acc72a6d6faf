#include "fix-gateway/transport/socket.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <system_error>
#include <thread>

namespace pinion::transport {

namespace {

const std::string host = "127.0.0.1";

Socket listen_on(std::uint16_t port) { return listen_at(resolve(host, port), host, port); }

TEST(Socket, waits_for_a_port_that_a_dead_predecessor_is_about_to_leave) {
    Socket predecessor = listen_on(0);
    const auto port = local_port(predecessor);
    std::thread kernel([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        predecessor.close();
    });
    const Socket successor = listen_on(port);
    kernel.join();
    EXPECT_EQ(local_port(successor), port);
}

TEST(Socket, says_what_to_do_about_a_port_that_somebody_keeps) {
    const Socket other = listen_on(0);
    try {
        static_cast<void>(listen_on(local_port(other)));
        FAIL() << "two sockets listen on one port";
    } catch (const std::system_error& error) {
        EXPECT_EQ(error.code(), std::errc::address_in_use);
        EXPECT_NE(std::string(error.what()).find("choose another port"), std::string::npos);
    }
}

} // namespace

} // namespace pinion::transport
