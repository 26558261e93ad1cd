#pragma once
// libqpdf, whose headers this engine includes through this one only.

// Its JSON.hh (11.3) does not compile as C++20 with clang, see engines/pdf/qpdf.h; the other headers only name the class.
#define JSON_HH
class JSON;

#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
