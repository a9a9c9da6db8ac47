/* Starts what a form's blocks of data ask for: see cms/core/starts.py. Nothing but Wagtail's parts of forms is called. */
(() => {
  const KNOWN = /^(?:init(?:Date|Time|DateTime)Chooser|createTaskChooser|InlinePanel|MultipleChooserPanel|\w*Chooser)$/;

  class Starts extends window.StimulusModule.Controller {
    connect() {
      const name = this.element.dataset.starts;
      // Once: a row that is moved up comes into the page again.
      this.element.removeAttribute("data-controller");
      const part = KNOWN.test(name) ? window[name] : undefined;
      if (typeof part !== "function") return;
      const values = JSON.parse(this.element.textContent);
      if (/^[A-Z]/.test(name)) new part(...values);
      else part(...values);
    }
  }
  window.wagtail.app.register("kakehashi-starts", Starts);
})();
