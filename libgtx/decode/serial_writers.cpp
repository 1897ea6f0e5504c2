// SPDX-License-Identifier: MIT
#include "gtx/decode/serial_writers.hpp"

#include "decode/serial_writer_impl.hpp"

namespace gtx::decode {

void SerialWriter::finish() {}

std::unique_ptr<SerialWriter> make_serial_writer(const WriterOptions& options, const SerialSources& sources,
                                                 Buffer& out) {
    if (options.format == Format::gnuplot) return make_serial_picture_writer(options, sources, out);
    switch (options.as) {
    case As::messages:
        return make_serial_record_writer(options, sources, out);
    case As::state:
        return make_serial_state_writer(options, sources, out);
    case As::events:
        return make_serial_event_writer(options, sources, out);
    case As::summary:
        return make_serial_summary_writer(options, sources, out);
    case As::findings:
        break; // about CAN only
    }
    return nullptr;
}

} // namespace gtx::decode
