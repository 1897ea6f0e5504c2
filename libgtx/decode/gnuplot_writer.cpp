// SPDX-License-Identifier: MIT
// Pictures of what was said on CAN and on serial lines: states, drawn at the end.
#include "decode/gnuplot_impl.hpp"
#include "decode/serial_states_impl.hpp"
#include "decode/serial_writer_impl.hpp"
#include "decode/states_impl.hpp"
#include "decode/writer_impl.hpp"

namespace gtx::decode {

namespace {

/// Appends the script. False if there was nothing to draw.
bool write(const Picture& picture, Buffer& out) {
    std::string script;
    picture.append(script);
    out.append(script);
    return !script.empty();
}

/// Frames that are not wanted change what is known, too: then no repeated frame is without news.
bool is_narrow(const Selection& s) {
    return !(s.interfaces.empty() && s.ids.empty() && s.messages.empty() && s.signals.empty());
}

class PictureWriter : public Writer {
public:
    PictureWriter(const WriterOptions& options, const log::InterfaceNames& interfaces, Buffer& out)
        : options_(options)
        , chosen_(options_.selection, interfaces)
        , batteries_(interfaces)
        , narrow_(is_narrow(options_.selection))
        , out_(out) {}

    bool take(const log::Entry& entry, const Slot& slot, bool changed) override {
        const auto* battery = batteries_.take(entry, slot, changed);
        if (battery == nullptr || !chosen_(entry, slot)) return true;
        if (picture_.take(slot.interface, *battery, changed || narrow_)) ++selected_;
        return !options_.most || selected_ < *options_.most;
    }
    void finish() override {
        if (!write(picture_, out_)) selected_ = 0;
    }

private:
    WriterOptions options_;
    Chosen chosen_;
    Batteries batteries_;
    Picture picture_;
    bool narrow_;
    Buffer& out_;
};

class SerialPictureWriter : public SerialWriter {
public:
    SerialPictureWriter(const WriterOptions& options, const SerialSources& sources, Buffer& out)
        : options_(options), ports_(sources.ports), batteries_(sources.ports), out_(out) {}

    bool take(const SerialRecord& record) override {
        if (!batteries_.take(record) || !wants(options_.selection, record, ports_.name(record.port)))
            return true;
        if (picture_.take(record.port, batteries_[record.port], true)) ++selected_;
        return !options_.most || selected_ < *options_.most;
    }
    void finish() override {
        if (!write(picture_, out_)) selected_ = 0;
    }

private:
    WriterOptions options_;
    const log::InterfaceNames& ports_;
    SerialBatteries batteries_;
    Picture picture_;
    Buffer& out_;
};

} // namespace

std::unique_ptr<Writer> make_picture_writer(const WriterOptions& options,
                                            const log::InterfaceNames& interfaces, Buffer& out) {
    return std::make_unique<PictureWriter>(options, interfaces, out);
}

std::unique_ptr<SerialWriter> make_serial_picture_writer(const WriterOptions& options,
                                                         const SerialSources& sources, Buffer& out) {
    return std::make_unique<SerialPictureWriter>(options, sources, out);
}

} // namespace gtx::decode
