/* For browsers without modules: they cannot check what they are shown. */
(function (page, sentences) {
  function show(sentence) {
    page.appendChild(document.createElement("p"))
      .appendChild(document.createTextNode(sentence));
  }

  sentences.forEach(show);
})(document.body, [
  "这部手机的浏览器太旧，不能安全地投票。请到签到处办理。",
  "This browser is too old to vote safely. Please go to the desk.",
]);
