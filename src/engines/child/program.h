#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "engines/child/work.h"
#include "sandbox/zygote_server.h"

namespace docmill::engines::child {

/// A program that is a zygote of libraries: warm once, forked into a jailed child for each step.
struct Program {
  const char* name;                                  // "docmill-pdf"
  std::string (*version)();                          // "qpdf 11.3.0"; asked when it is warm
  Result<void> (*warm_up)(const std::string& home);  // `home`: a directory it may write, and children read
  Operation perform;                                 // a child's work
  std::vector<std::string> readable;                 // what children read besides /usr/lib and the time zone
  bool reads_home = false;                           // and its home
  void (*in_child)(sandbox::ChildLink&) = nullptr;   // called first in each child
  // What a document shall find done:
  bool own_heap = false;      // a child has a heap of its own before its document comes, in large pages (room.h)
  void (*ahead)() = nullptr;  // called in each child before its document comes: what memory it touches costs the document nothing
};

/// The whole of such a program's main(). Children work on one thread, and their exhaustion is reported.
int run_program(int argc, char** argv, const Program& program);

/// For libraries that look at it: HOME, the plain locale in UTF-8, UTC.
void set_plain_environment(const std::string& home);

/// Fonts, their catalogue, and the tables of /usr/share.
std::vector<std::string> font_paths();

}  // namespace docmill::engines::child
