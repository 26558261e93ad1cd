// docmill-floor FILE N: load and save FILE as PDF N times in one warm LibreOffice process, without fork or jail. Prints
// milliseconds, a line each. It is what any service built on LibreOffice cannot go below.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "engines/office/child/lok.h"
#include "engines/office/child/profile.h"

namespace {

using docmill::engines::office::Lok;

std::string document_url;
std::string output_url;
int conversions = 0;

double convert(Lok& office) {
  const auto start = std::chrono::steady_clock::now();
  auto document = office.load(document_url, "Language=en-US");
  if (!document || !document->save(output_url, "pdf")) std::_Exit(1);
  document->close();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

void measure(Lok& office) {
  for (int i = 0; i < 10; ++i) convert(office);  // warm
  for (int i = 0; i < conversions; ++i) std::printf("%.3f\n", convert(office));
  std::fflush(stdout);
  std::_Exit(0);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return std::fprintf(stderr, "usage: docmill-floor FILE N\n"), 2;
  std::string home = "/tmp/docmill-floor-XXXXXX";
  if (::mkdtemp(home.data()) == nullptr) return 1;
  document_url = "file://" + std::string(argv[1]);
  output_url = "file://" + home + "/out.pdf";
  conversions = std::atoi(argv[2]);
  ::setenv("TMPDIR", home.c_str(), 1);
  const auto profile = docmill::engines::office::write_profile(home);
  auto office = profile ? Lok::start("/usr/lib/libreoffice/program", *profile) : docmill::Failed(profile.error());
  if (!office) return std::fprintf(stderr, "%s\n", office.error().describe().c_str()), 1;
  office->run(measure);
}
