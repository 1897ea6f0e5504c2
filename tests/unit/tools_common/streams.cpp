// SPDX-License-Identifier: MIT
#include <filesystem>
#include <fstream>

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

#include "tools/common/input.hpp"
#include "tools/common/output.hpp"

namespace {

using namespace gtx;

/// A directory of its own that is gone afterwards.
struct Scratch {
    std::filesystem::path path;
    Scratch() {
        std::string name = (std::filesystem::temp_directory_path() / "gtx-XXXXXX").string();
        path = ::mkdtemp(name.data());
    }
    ~Scratch() { std::filesystem::remove_all(path); }
    [[nodiscard]] std::string file(std::string_view name) const { return (path / name).string(); }
};

std::string content(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
}

} // namespace

BOOST_AUTO_TEST_SUITE(streams)

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error_and_says_so) {
    auto output = cli::Output::open("/dev/full");
    output->write("x");
    const auto result = output->close();
    BOOST_TEST(!result);
    BOOST_TEST(result.error().message() == "/dev/full: No space left on device");
}

BOOST_AUTO_TEST_CASE(after_a_failure_writing_stops) {
    auto output = cli::Output::open("/dev/full", cli::Flush::each_write);
    BOOST_TEST(!output->write("x"));
    BOOST_TEST(!output->write("y"));
    BOOST_TEST(!output->good());
}

BOOST_AUTO_TEST_CASE(an_output_that_cannot_be_opened_is_an_error) {
    BOOST_TEST(!cli::Output::open("/nonexistent/file"));
    BOOST_TEST(!cli::Output::open("/"));
}

BOOST_AUTO_TEST_CASE(an_input_that_cannot_be_read_is_an_error_with_its_name) {
    BOOST_TEST(cli::Input::open("/nonexistent").error().message() ==
               "/nonexistent: No such file or directory");
    BOOST_TEST(cli::Input::open("/").error().message() == "/: Is a directory");
}

BOOST_AUTO_TEST_CASE(blocks_are_held_back_and_each_write_is_not) {
    const Scratch scratch;
    auto blocks = cli::Output::open(scratch.file("blocks"), cli::Flush::blocks);
    auto lines = cli::Output::open(scratch.file("lines"), cli::Flush::each_write);
    blocks->write("one\n");
    lines->write("one\n");
    BOOST_TEST(content(scratch.file("blocks")) == "");
    BOOST_TEST(content(scratch.file("lines")) == "one\n");
    BOOST_TEST(blocks->flush().has_value());
    BOOST_TEST(content(scratch.file("blocks")) == "one\n");
}

BOOST_AUTO_TEST_CASE(what_is_written_is_what_is_read_whatever_its_size) {
    const Scratch scratch;
    std::string expected;
    auto output = cli::Output::open(scratch.file("f"));
    for (const std::size_t size : {1u, 262143u, 2u, 262144u, 262145u, 700000u, 3u}) {
        const std::string part(size, static_cast<char>('a' + size % 26));
        expected += part;
        BOOST_TEST(output->write(part));
    }
    BOOST_TEST(output->close().has_value());

    auto input = cli::Input::open(scratch.file("f"));
    BOOST_TEST(!input->live());
    std::string got;
    for (auto block = input->read(); block && !block->empty(); block = input->read()) got += *block;
    BOOST_TEST((got == expected));
}

BOOST_AUTO_TEST_CASE(the_same_file_is_noticed) {
    const Scratch scratch;
    auto output = cli::Output::open(scratch.file("f"));
    auto same = cli::Input::open(scratch.file("f"));
    BOOST_TEST(output->same_file(same->fd()));
    auto other = cli::Input::open("/dev/null");
    BOOST_TEST(!output->same_file(other->fd()));
}

BOOST_AUTO_TEST_CASE(a_pipe_is_live_and_tells_when_reading_would_wait) {
    const Scratch scratch;
    BOOST_TEST(::mkfifo(scratch.file("p").c_str(), 0600) == 0);
    std::fstream writer(scratch.file("p"), std::ios::in | std::ios::out); // both, so that neither end waits
    auto input = cli::Input::open(scratch.file("p"));
    BOOST_TEST(input->live());
    BOOST_TEST(input->would_wait());
    writer << "hello" << std::flush;
    BOOST_TEST(!input->would_wait());
    BOOST_TEST(*input->read() == "hello");
}

BOOST_AUTO_TEST_SUITE_END()
