{% load static %}// Keeps the page at the door, without anybody on it, for a phone without network; sends what waits.
"use strict";

const SHELL = "{% url 'signup:door_shell' %}";
const FILES = [
  SHELL,
  "{% static 'css/tokens.css' %}",
  "{% static 'css/base.css' %}",
  "{% static 'css/components.css' %}",
  "{% static 'css/door.css' %}",
  "{% static 'js/door_store.js' %}",
  "{% static 'js/door_send.js' %}",
  "{% static 'js/door_state.js' %}",
  "{% static 'js/door_page.js' %}",
  "{% static 'js/door.js' %}",
  "{% static 'img/mark.svg' %}",
];
importScripts("{% static 'js/door_store.js' %}", "{% static 'js/door_send.js' %}", "{% static 'js/door_worker.js' %}");
