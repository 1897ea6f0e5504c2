// SPDX-License-Identifier: MIT
#include "tools/common/cli.hpp"
#include "tools/gtx-decode/app.hpp"

int main(int argc, char** argv) {
    return gtx::cli::run_main(argc, argv, gtx::decode_tool::tool, gtx::decode_tool::run);
}
