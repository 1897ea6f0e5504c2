// SPDX-License-Identifier: MIT
#define BOOST_TEST_MODULE tables
#include <boost/test/included/unit_test.hpp>
