// SPDX-License-Identifier: MIT
#include "tools/common/cli.hpp"
#include "tools/gtx-assign/app.hpp"

int main(int argc, char** argv) {
    return gtx::cli::run_main(argc, argv, gtx::assign_tool::tool, &gtx::assign_tool::run);
}
