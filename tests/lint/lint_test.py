"""The lint programs can say no: one bad example for each rule, and good ones that must pass."""
import unittest

import ids_match_paths
import include_rules
import starts_programs
import words_check

arrows = include_rules.libraries("""
rdpmend_library(base PRIVATE_LINK rdpmend_fmt)
rdpmend_library(model USES base)
rdpmend_library(probes USES base model PRIVATE_LINK rdpmend_fmt)
rdpmend_library(net USES base PRIVATE_LINK rdpmend_boost OpenSSL::SSL)
""")


def include_problem(name, line, guarded=False):
    text = f"#ifdef _WIN32\n{line}\n#endif\n" if guarded else line
    (_, header, angled, inside), = include_rules.includes(text)
    return include_rules.problem_with(name, header, angled, inside, arrows)


class Includes(unittest.TestCase):
    def test_allowed(self):
        for name, line in [
                ("core/model/plan.h", '#include "core/base/result.h"'),
                ("core/model/plan.h", "#include <vector>"),
                ("core/base/result.cpp", "#include <fmt/format.h>"),
                ("core/net/asio_net.cpp", "#include <boost/asio.hpp>"),
                ("core/net/icmp.cpp", "#include <sys/socket.h>"),
                ("ui/wizard/wizard.cpp", '#include "core/engine/session.h"'),
                ("ui/wizard/wizard.h", "#include <QWidget>"),
                ("app/cli/main.cpp", '#include "core/net/asio_net.h"'),
                ("app/gui/main.cpp", '#include "ui/wizard/wizard.h"')]:
            self.assertIsNone(include_problem(name, line), (name, line))
        self.assertIsNone(include_problem("core/model/plan.cpp", "#include <windows.h>", guarded=True))

    def test_refused(self):
        for name, line in [
                ("core/base/text.cpp", '#include "core/model/plan.h"'),            # against the arrow
                ("core/probes/network/dns.cpp", '#include "core/net/asio_net.h"'),  # an implementation of a seam
                ("core/probes/network/dns.cpp", '#include "core/probes/network/tcp_port.h"'),
                ("core/model/plan.cpp", "#include <fmt/format.h>"),                # not linked
                ("core/model/plan.cpp", "#include <QString>"),
                ("core/model/plan.cpp", "#include <unistd.h>"),
                ("core/model/plan.cpp", "#include <windows.h>"),
                ("core/nowhere/plan.cpp", "#include <vector>"),
                ("core/model/plan.cpp", '#include "plan.h"'),
                ("core/model/plan.cpp", '#include "tests/support/builders.h"'),
                ("ui/wizard/wizard.cpp", '#include "core/engine/applier.h"'),
                ("ui/wizard/wizard.cpp", "#include <openssl/ssl.h>"),
                ("app/cli/main.cpp", '#include "ui/wizard/wizard.h"'),
                ("app/cli/main.cpp", "#include <boost/asio.hpp>")]:
            self.assertIsNotNone(include_problem(name, line), (name, line))

    def test_third_party_headers_stay_inside_their_library(self):
        private = include_rules.private_headers({"core/net/tls.h": ["openssl/ssl.h"], "core/net/net.h": ["core/net/tls.h"],
                                                 "core/net/plain.h": ["string"]})
        self.assertEqual(private, {"core/net/tls.h", "core/net/net.h"})

    def test_arrows_point_one_way(self):
        backwards = include_rules.libraries("rdpmend_library(base USES model)\nrdpmend_library(model USES base)")
        self.assertEqual(len(list(include_rules.declaration_problems(backwards))), 1)
        self.assertEqual(list(include_rules.declaration_problems(arrows)), [])


class Names(unittest.TestCase):
    path = "core/probes/network/dns.cpp"
    good = '// Reads: DNS.\nconst Probe network_dns{.id = "network.dns", .phase = Phase::Network};'

    def problems(self, text, path=path):
        return list(ids_match_paths.constant_problems(path, text, "Probe"))

    def test_constants(self):
        self.assertEqual(self.problems(self.good), [])
        self.assertEqual(len(self.problems(self.good.replace("network.dns", "network.names"))), 1)
        self.assertEqual(len(self.problems(self.good.replace("network_dns", "network_names"))), 1)
        self.assertEqual(len(self.problems(self.good.replace("Phase::Network", "Phase::Transport"))), 1)
        self.assertEqual(len(self.problems(self.good.replace("// Reads: DNS.\n", ""))), 1)
        self.assertEqual(len(self.problems(self.good, "core/probes/other/dns.cpp")), 1)

    def test_numbers(self):
        given, problems = ids_match_paths.permanent("# c\nF401 licensing.clear_license_cache\nC401 licensing.cache_damaged\n")
        self.assertEqual(problems, [])
        path = "core/remedies/licensing/clear_license_cache.cpp"
        self.assertEqual(list(ids_match_paths.number_problems(path, '.number = "F401"', given)), [])
        self.assertEqual(len(list(ids_match_paths.number_problems(path, '.number = "F402"', given))), 1)
        self.assertEqual(len(list(ids_match_paths.number_problems(path, "", given))), 1)
        self.assertEqual(len(ids_match_paths.permanent("F401 licensing.a\nF401 licensing.b\n")[1]), 1)
        self.assertEqual(len(ids_match_paths.permanent("F401 licensing.a\nF402 licensing.a\n")[1]), 1)
        self.assertEqual(len(ids_match_paths.permanent("F301 licensing.a\n")[1]), 1)

    def test_causes(self):
        given = {"C401": "licensing.cache_damaged", "F401": "licensing.clear_license_cache"}
        cause = {"number": "C401", "id": "licensing.cache_damaged", "fixes": ["F401"]}
        self.assertEqual(list(ids_match_paths.cause_problems([cause], given)), [])
        self.assertEqual(len(list(ids_match_paths.cause_problems([cause | {"number": "C402"}], given))), 1)
        self.assertEqual(len(list(ids_match_paths.cause_problems([cause | {"fixes": ["F999"]}], given))), 1)


class Words(unittest.TestCase):
    def test_good(self):
        self.assertEqual(list(words_check.problems_in("core/a.cpp", 'int main() { return 0; }    // why\n')), [])

    def test_bad(self):
        for name, text in [
                ("core/a.cpp", "// TO" "DO later\n"),
                ("core/a.cpp", 'open("/home/me/x");\n'),
                ("core/a.cpp", 'return refusal("not implemented");\n'),
                ("core/a.cpp", "int a; \n"),
                ("core/a.cpp", "\tint a;\n"),
                ("core/a.cpp", "int a;\r\n"),
                ("core/a.cpp", "int a;"),
                ("core/a.cpp", "using namespace std;\n"),
                ("core/a.cpp", 'auto link = "https://example.com";\n'),
                ("core/a.cpp", 'system("netsh");\n'),
                ("core/a.cpp", "<<<<<<< ours\n"),
                ("core/a.h", "// What.\nint a;\n"),
                ("core/a.h", "#pragma once\n"),
                ("ui/page.cpp", "label->setTextFormat(Qt::RichText);\n"),
                ("ui/page.cpp", "auto* label = new QLabel(text);\n")]:
            self.assertEqual(len(list(words_check.problems_in(name, text))), 1, (name, text))


class StartsPrograms(unittest.TestCase):
    def test_allowed(self):
        for name, line in [("core/windows/system_tools.cpp", "CreateProcessW(path, line);"),
                           ("core/net/resolver.cpp", "// never system(3) or CreateProcess()"),
                           ("app/cli/main.cpp", 'say("system(x)");'),
                           ("ui/words.cpp", "fileSystem(x); execute(y); subsystem (z);")]:
            self.assertEqual(list(starts_programs.problems_in(name, line)), [], (name, line))

    def test_refused(self):
        for line in ["CreateProcessW(path, line);", "CreateProcessAsUserW(t);", "::ShellExecuteExW(&start);", "std::system(x);",
                     "_popen (x);", "popen(x);", "WinExec(x);", "_wspawnv(x);", "execvp(x);", "QProcess::startDetached(x);"]:
            self.assertEqual(len(list(starts_programs.problems_in("core/net/x.cpp", line))), 1, line)


if __name__ == "__main__":
    unittest.main()
