// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#ifndef REDGUARD_TESTS_PARSER_CORPUS_H
#define REDGUARD_TESTS_PARSER_CORPUS_H

#include <QtCore/qbytearray.h>

#include <string_view>

struct Sample
{
    const char *name;
    std::string_view bytes;
    std::string_view value; // as describe() writes it
};

using namespace std::string_view_literals;

// Well-formed replies, one each.
inline constexpr Sample Corpus[] = {
    {"simple", "+PONG\r\n"sv, "+PONG"},
    {"simple OK", "+OK\r\n"sv, "+OK"},
    {"simple empty", "+\r\n"sv, "+"},
    {"simple looks like others", "+$3 *2 :1\r\n"sv, "+$3 *2 :1"},
    {"simple with high bytes and nul", "+\xff\0z\r\n"sv, "+\xff\0z"sv},
    {"error", "-NOSCRIPT No matching script.\r\n"sv, "-NOSCRIPT No matching script."},
    {"error empty", "-\r\n"sv, "-"},
    {"integer", ":1000\r\n"sv, "1000"},
    {"integer zero", ":0\r\n"sv, "0"},
    {"integer signed", ":+42\r\n"sv, "42"},
    {"integer leading zeros", ":-007\r\n"sv, "-7"},
    {"integer lowest", ":-9223372036854775808\r\n"sv, "-9223372036854775808"},
    {"integer highest", ":9223372036854775807\r\n"sv, "9223372036854775807"},
    {"bulk", "$5\r\nhello\r\n"sv, "\"hello\""},
    {"bulk empty", "$0\r\n\r\n"sv, "\"\""},
    {"bulk null", "$-1\r\n"sv, "null"},
    {"bulk of line ends", "$6\r\n\r\n\r\n\r\n\r\n"sv, "\"\r\n\r\n\r\n\""},
    {"bulk of replies", "$9\r\n+OK\r\n:1\r\n\r\n"sv, "\"+OK\r\n:1\r\n\""},
    {"bulk length with zeros", "$003\r\nabc\r\n"sv, "\"abc\""},
    {"null", "_\r\n"sv, "null"},
    {"double", ",1.5\r\n"sv, ",1.5"},
    {"double whole", ",10\r\n"sv, ",10"},
    {"double negative", ",-0.25\r\n"sv, ",-0.25"},
    {"double plus", ",+3.5\r\n"sv, ",3.5"},
    {"double exponent", ",1.5e3\r\n"sv, ",1500"},
    {"double negative exponent", ",25E-2\r\n"sv, ",0.25"},
    {"double 17 digits", ",0.10000000000000001\r\n"sv, ",0.10000000000000001"},
    {"double denormal", ",4.9406564584124654e-324\r\n"sv, ",4.9406564584124654e-324"},
    {"double inf", ",inf\r\n"sv, ",inf"},
    {"double -inf", ",-inf\r\n"sv, ",-inf"},
    {"double nan", ",nan\r\n"sv, ",nan"},
    {"double -nan", ",-nan\r\n"sv, ",nan"},
    {"double NAN", ",NAN\r\n"sv, ",nan"},
    {"double nan(...)", ",nan(0x7ff8)\r\n"sv, ",nan"},
    {"double -nan()", ",-nan()\r\n"sv, ",nan"},
    {"true", "#t\r\n"sv, "true"},
    {"false", "#f\r\n"sv, "false"},
    {"blob error", "!22\r\nSYNTAX invalid\r\nsyntax\r\n"sv, "!\"SYNTAX invalid\r\nsyntax\""},
    {"blob error empty", "!0\r\n\r\n"sv, "!\"\""},
    {"verbatim", "=9\r\ntxt:Some \r\n"sv, "=\"Some \""},
    {"verbatim empty", "=4\r\nmkd:\r\n"sv, "=\"\""},
    {"big number", "(3492890328409238509324850943850943825024385\r\n"sv,
     "(3492890328409238509324850943850943825024385"},
    {"big number negative", "(-12\r\n"sv, "(-12"},
    {"array", "*3\r\n:1\r\n$3\r\nfoo\r\n+x\r\n"sv, "[1 \"foo\" +x]"},
    {"array empty", "*0\r\n"sv, "[]"},
    {"array null", "*-1\r\n"sv, "null"},
    {"array of nulls", "*3\r\n$-1\r\n*-1\r\n_\r\n"sv, "[null null null]"},
    {"array of arrays", "*3\r\n*0\r\n*2\r\n*1\r\n:1\r\n*0\r\n:2\r\n"sv, "[[] [[1] []] 2]"},
    {"array of errors", "*2\r\n-ERR a\r\n!1\r\nb\r\n"sv, "[-ERR a !\"b\"]"},
    {"map", "%2\r\n+a\r\n:1\r\n$1\r\nb\r\n*1\r\n#t\r\n"sv, "{+a 1 \"b\" [true]}"},
    {"map empty", "%0\r\n"sv, "{}"},
    {"map keyed by maps", "%1\r\n%1\r\n:1\r\n:2\r\n%0\r\n"sv, "{{1 2} {}}"},
    {"set", "~2\r\n:1\r\n~0\r\n"sv, "~[1 ~[]]"},
    {"push", ">3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$2\r\nhi\r\n"sv, ">[\"message\" \"c\" \"hi\"]"},
    {"push empty", ">0\r\n"sv, ">[]"},
    {"attribute", "|1\r\n+ttl\r\n:3600\r\n:7\r\n"sv, "7"},
    {"attribute empty", "|0\r\n:7\r\n"sv, "7"},
    {"attribute before a push", "|1\r\n+a\r\n:1\r\n>1\r\n+p\r\n"sv, ">[+p]"},
    {"attribute of aggregates", "|1\r\n*1\r\n%1\r\n:1\r\n:2\r\n~2\r\n:1\r\n:2\r\n*1\r\n:3\r\n"sv, "[3]"},
    {"attribute after attribute", "|1\r\n:1\r\n:1\r\n|1\r\n:2\r\n:2\r\n$1\r\nx\r\n"sv, "\"x\""},
    {"attribute in an attribute", "|1\r\n|1\r\n:1\r\n:1\r\n:2\r\n|0\r\n:2\r\n:3\r\n"sv, "3"},
    {"attributes in an array", "*2\r\n|1\r\n+a\r\n:1\r\n:1\r\n|0\r\n*1\r\n|1\r\n+b\r\n_\r\n:2\r\n"sv,
     "[1 [2]]"},
    {"attributes in a map", "%1\r\n|1\r\n+a\r\n:1\r\n+k\r\n|1\r\n+b\r\n:1\r\n+v\r\n"sv, "{+k +v}"},
    {"streamed string", "$?\r\n;4\r\nHell\r\n;5\r\no wor\r\n;1\r\nd\r\n;0\r\n"sv, "\"Hello word\""},
    {"streamed string empty", "$?\r\n;0\r\n"sv, "\"\""},
    {"streamed strings in an array", "*2\r\n$?\r\n;2\r\n\r\n\r\n;0\r\n$?\r\n;1\r\nb\r\n;0\r\n"sv,
     "[\"\r\n\" \"b\"]"},
    {"streamed string in an attribute", "|1\r\n+k\r\n$?\r\n;1\r\na\r\n;0\r\n:1\r\n"sv, "1"},
    {"streamed array", "*?\r\n:1\r\n:2\r\n:3\r\n.\r\n"sv, "[1 2 3]"},
    {"streamed array empty", "*?\r\n.\r\n"sv, "[]"},
    {"streamed map", "%?\r\n+a\r\n:1\r\n+b\r\n:2\r\n.\r\n"sv, "{+a 1 +b 2}"},
    {"streamed map empty", "%?\r\n.\r\n"sv, "{}"},
    {"streamed set", "~?\r\n+a\r\n.\r\n"sv, "~[+a]"},
    {"streamed in streamed", "*?\r\n*?\r\n:1\r\n.\r\n~?\r\n.\r\n*1\r\n%?\r\n.\r\n.\r\n"sv, "[[1] ~[] [{}]]"},
    {"streamed in counted", "*2\r\n*?\r\n:1\r\n.\r\n*?\r\n.\r\n"sv, "[[1] []]"},
    {"attributes in a streamed map", "%?\r\n|0\r\n+a\r\n|1\r\n:1\r\n*?\r\n.\r\n:1\r\n.\r\n"sv, "{+a 1}"},
    {"streamed in an attribute", "|1\r\n*?\r\n:1\r\n.\r\n%?\r\n.\r\n:4\r\n"sv, "4"},
};

#endif
