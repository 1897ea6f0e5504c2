// SPDX-License-Identifier: MIT
#include "gtx/decode/writers.hpp"

#include "decode/writer_impl.hpp"

namespace gtx::decode {

std::unique_ptr<Writer> make_writer(const WriterOptions& options, const log::InterfaceNames& interfaces,
                                    const log::Counts* counts, Buffer& out) {
    switch (options.as) {
    case As::messages:
        return make_message_writer(options, interfaces, out);
    case As::state:
        return make_state_writer(options, interfaces, out);
    case As::events:
        return make_event_writer(options, interfaces, out);
    case As::summary:
        return make_summary_writer(options, interfaces, counts, out);
    }
    return nullptr;
}

} // namespace gtx::decode
