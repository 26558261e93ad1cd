// docmill-pdf: libqpdf, loaded once, forked into a jailed child per step.
#include "engines/child/program.h"
#include "engines/pdf/child/operations.h"
#include "engines/pdf/child/warm_up.h"
#include "engines/pdf/qpdf.h"

int main(int argc, char** argv) {
  using namespace docmill::engines;
  return child::run_program(argc, argv,
                            {.name = "docmill-pdf",
                             .version = [] { return "qpdf " + QPDF::QPDFVersion(); },
                             .warm_up = [](const std::string&) { return pdf::warm_up(); },
                             .perform = pdf::perform,
                             .readable = {}});
}
