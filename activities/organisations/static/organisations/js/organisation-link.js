// The button that links a phrase in rich text to an organisation, chosen in the same window as everywhere.
(() => {
  const { React, draftail } = window;

  class OrganisationSource extends draftail.ModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.organisationChooser,
        urlParams: {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        // Without a marked phrase, the name of the organisation becomes the words of the link.
        responses: { chosen: (data) => this.onChosen({ ...data, title: data.string }) },
      };
    }

    filterEntityData(data) {
      return { id: data.id, string: data.string };
    }
  }

  const Organisation = (props) => {
    const data = props.contentState.getEntity(props.entityKey).getData();
    return React.createElement(draftail.TooltipEntity, { ...props, icon: '#icon-group', label: data.string || '?', url: '' });
  };

  draftail.registerPlugin({ type: 'ORGANISATION', source: OrganisationSource, decorator: Organisation }, 'entityTypes');
})();
