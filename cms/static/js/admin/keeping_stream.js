// A stream that shows blocks whose plugin is not there, and does not offer to add one.
(() => {
  const { StreamBlockDefinition } = window.wagtailStreamField.blocks;

  class KeepingStreamBlockDefinition extends StreamBlockDefinition {
    constructor(name, groupedChildBlockDefs, initialChildStates, meta) {
      super(name, groupedChildBlockDefs, initialChildStates, meta);
      this.groupedChildBlockDefs = groupedChildBlockDefs
        .map(([group, blocks]) => [group, blocks.filter((block) => block.name !== "missing")])
        .filter(([, blocks]) => blocks.length > 0);
    }
  }

  window.telepath.register("kakehashi.KeepingStreamBlock", KeepingStreamBlockDefinition);
})();
