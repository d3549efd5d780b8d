/* Says in words when the browser gives no passkey. */
document.addEventListener("allauth.error", function (event) {
  event.preventDefault();
  document.getElementById("passkey-failed").hidden = false;
});
