pythonpath = "site"
wsgi_app = "config.wsgi"
control_socket_disable = True
