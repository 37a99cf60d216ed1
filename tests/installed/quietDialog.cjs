/** Keeps the dialog of a start that failed from waiting for somebody. */
const { dialog } = require('electron');

dialog.showErrorBox = () => undefined;
