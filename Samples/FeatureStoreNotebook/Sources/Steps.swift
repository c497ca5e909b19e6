import NotebookKit

/// The five steps; their marked lines are the cells of the notebook.
struct Steps {
  var settings: Settings
  var display: Display

  init(_ settings: Settings) {
    self.settings = settings
    display = Display(identifiers: [settings.entityKey])
  }
}
