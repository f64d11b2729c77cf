/** Words that fit before an adjective. */
export const adverbs: readonly string[] = (
  "always amply barely boldly briefly brightly calmly carefully cheerfully clearly closely constantly cosily dearly " +
  "deeply duly eagerly easily early endlessly evenly exactly fairly finely firmly fondly freely freshly fully gently " +
  "gladly gracefully greatly happily hardly highly honestly humbly ideally jointly jolly justly keenly kindly largely " +
  "lately lightly lively loosely lovingly loyally luckily mainly merrily mildly mostly naturally nearly neatly newly " +
  "nicely normally notably openly partly patiently plainly playfully politely promptly properly proudly purely quickly " +
  "quietly rarely rapidly readily really richly rightly safely seldom sharply simply slightly slowly smoothly softly " +
  "solely steadily strangely strictly strongly suddenly surely sweetly swiftly tenderly thoroughly tidily truly " +
  "usefully usually vastly vividly warmly wholly widely wildly wisely wonderfully"
).split(" ");
