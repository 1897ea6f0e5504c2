// SPDX-License-Identifier: MIT
/// \file
/// Captures: bytes of a file or a pipe into states, one reader for CAN, one for serial lines.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/log/entry.hpp"
#include "gtx/log/reader.hpp"
#include "gtx/log/serial_text.hpp"
#include "gtx/state/snapshot.hpp"
#include "tools/gtx-probe/options.hpp"
#include "tools/gtx-probe/seen.hpp"

namespace gtx::probe_tool {

class CaptureReader {
public:
    /// False: nothing more is wanted.
    using Tell = std::function<bool(const state::Snapshot&)>;

    CaptureReader(const Options& options, std::string name, Tell tell)
        : options_(options), name_(std::move(name)), tell_(std::move(tell)) {}
    virtual ~CaptureReader() = default;
    CaptureReader(const CaptureReader&) = delete;
    CaptureReader& operator=(const CaptureReader&) = delete;

    virtual void read(std::string_view bytes) = 0;
    /// The capture is over.
    virtual void finish() = 0;
    [[nodiscard]] virtual std::vector<Seen> seen() = 0;
    [[nodiscard]] virtual const log::Counts& counts() const = 0;
    /// From the first time in it to the last; 0 if it has none.
    [[nodiscard]] double span_s() const { return last_.known() ? seconds_between(first_, last_) : 0; }

protected:
    /// Says on stderr which line was refused and why, for each reason only a few times.
    void tell_refused(const log::Refused& refused);
    void note_time(Timestamp t) {
        if (!t.known()) return;
        if (!first_.known() || t < first_) first_ = t;
        if (!last_.known() || t > last_) last_ = t;
    }
    [[nodiscard]] bool tell(const state::Snapshot& s) const { return tell_(s); }
    [[nodiscard]] const Options& options() const { return options_; }
    [[nodiscard]] const std::string& name() const { return name_; }

private:
    const Options& options_;
    std::string name_;
    Tell tell_;
    Timestamp first_;
    Timestamp last_;
    std::uint64_t told_[log::refusal_count] = {};
};

std::unique_ptr<CaptureReader> make_can_reader(const log::Format& format, const Options& options,
                                               std::string name, CaptureReader::Tell tell);
std::unique_ptr<CaptureReader> make_serial_reader(const Options& options, std::string name,
                                                  log::Content content, CaptureReader::Tell tell);

} // namespace gtx::probe_tool
