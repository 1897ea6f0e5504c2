// SPDX-License-Identifier: MIT
// What candump writes as one format among others.
#include "gtx/log/reader.hpp"

#include "log/formats_impl.hpp"

namespace gtx::log {

namespace {

/// One virtual call for each batch, nothing for each line.
class CandumpFormat final : public Reader {
public:
    explicit CandumpFormat(const ReaderOptions& options) : reader_(options) {}

    std::size_t read(std::string_view bytes, Batch& batch) override { return reader_.read(bytes, batch); }
    bool finish(Batch& batch) override {
        reader_.finish(batch);
        return false;
    }
    [[nodiscard]] const Counts& counts() const override { return reader_.counts(); }
    [[nodiscard]] InterfaceNames& interfaces() override { return reader_.interfaces(); }
    [[nodiscard]] bool times_are_differences() const override { return reader_.times_are_differences(); }

private:
    CandumpReader reader_;
};

} // namespace

Likeness look_candump(std::string_view, bool) {
    return Likeness::yes;
}

std::unique_ptr<Reader> read_candump(const ReaderOptions& options) {
    return std::make_unique<CandumpFormat>(options);
}

} // namespace gtx::log
