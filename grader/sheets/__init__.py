"""From an exercise and its reference answer to the sheet that judges answers."""
