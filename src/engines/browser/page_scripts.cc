#include "engines/browser/page_scripts.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace docmill::engines::browser {
namespace {

std::string quoted(std::string_view text) {
  return boost::json::serialize(boost::json::value(text));
}

}  // namespace

std::string_view script_settle() {
  return R"js((async () => {
    for (const late of document.querySelectorAll('img[loading=lazy],iframe[loading=lazy]')) late.loading = 'eager';
    // Laying out asks for the fonts that are needed. A page with nothing under way, and nothing that could begin something, is not
    // waited for: the promise of the fonts takes a frame.
    document.documentElement?.getBoundingClientRect();
    const missing = Array.from(document.images).filter(one => !one.complete);
    const lively = document.querySelector('script,iframe,frame,object,embed,[onload],[onerror]');
    if (missing.length === 0 && !lively && document.fonts.status === 'loaded') return true;
    await document.fonts.ready;
    await Promise.all(missing.filter(one => !one.complete).map(one => new Promise(done => {
      one.addEventListener('load', done);
      one.addEventListener('error', done);
    })));
    return true;
  })())js";
}

// Chromium draws headers from a template that can neither fetch nor run anything: pictures become data URLs, style sheets one <style>,
// and what the body looks like goes to an element of ours, since the body there is Chromium's.
std::string_view script_stand_alone() {
  return R"js((async () => {
    const dataUrl = async address => {
      const blob = await (await fetch(address)).blob();
      return await new Promise((done, failed) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result);
        reader.onerror = failed;
        reader.readAsDataURL(blob);
      });
    };
    await document.fonts.ready;
    for (const image of document.images) {
      const address = image.currentSrc || image.src;
      image.removeAttribute('srcset');
      try { if (address && !address.startsWith('data:')) image.src = await dataUrl(address); } catch (missing) { image.remove(); }
    }
    let css = '';
    for (const sheet of document.styleSheets) {
      try { for (const rule of sheet.cssRules) css += rule.cssText + '\n'; } catch (foreign) { }
    }
    const look = getComputedStyle(document.body);
    const box = document.createElement('div');
    const kept = ['font-family', 'font-size', 'font-weight', 'font-style', 'line-height', 'color', 'text-align', 'direction', 'background-color'];
    for (const name of kept) box.style.setProperty(name, look.getPropertyValue(name));
    for (const side of ['left', 'right']) {
      box.style.setProperty('padding-' + side, `calc(${look.getPropertyValue('margin-' + side)} + ${look.getPropertyValue('padding-' + side)})`);
    }
    // Chromium's template knows no fonts of its own for these names.
    const known = {'sans-serif': 'Liberation Sans', 'serif': 'Liberation Serif', 'monospace': 'Liberation Mono'};
    box.style.fontFamily = look.fontFamily.split(',').map(one => known[one.trim()] ? `'${known[one.trim()]}', ${one}` : one).join(',');
    box.style.cssText += ';width:100%;box-sizing:border-box;margin:0;-webkit-print-color-adjust:exact;print-color-adjust:exact;';
    box.className = document.body.className;
    // What is in the body, not the body: without a doctype that is as tall as the window.
    const content = document.createRange();
    content.selectNodeContents(document.body);
    const bottom = content.getBoundingClientRect().bottom;
    for (const one of document.body.querySelectorAll('script,noscript,style,link')) one.remove();
    box.innerHTML = document.body.innerHTML;
    const style = document.createElement('style');
    style.textContent = css;
    return {html: style.outerHTML + box.outerHTML, height: Math.ceil(bottom)};
  })())js";
}

std::string script_has(std::string_view selector) {
  return fmt::format("document.querySelector({}) !== null", quoted(selector));
}

std::string script_box_of(std::string_view selector) {
  return fmt::format(
      "(() => {{ const one = document.querySelector({}); if (!one) return null; const box = one.getBoundingClientRect();"
      " return {{x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height}}; }})()",
      quoted(selector));
}

std::string script_truth_of(std::string_view expression) {
  return fmt::format("!!(\n{}\n)", expression);
}

}  // namespace docmill::engines::browser
