// Search in pages that are opened as files. A browser starts no worker there, so the theme's worker runs in a hidden frame,
// which has a global scope of its own; messages are passed on by hand.
window.Worker = class extends EventTarget {
  constructor(url) {
    super()
    this.frame = document.createElement("iframe")
    this.frame.hidden = true
    this.frame.title = "search"
    document.body.append(this.frame)
    const inside = this.frame.contentWindow
    inside.postMessage = data => this.dispatchEvent(new MessageEvent("message", {data}))
    const script = this.frame.contentDocument.createElement("script")
    script.src = url
    this.ready = new Promise(done => script.addEventListener("load", done))
    this.frame.contentDocument.head.append(script)
  }

  async postMessage(data) {
    await this.ready
    this.frame.contentWindow.dispatchEvent(new MessageEvent("message", {data}))
  }
}
