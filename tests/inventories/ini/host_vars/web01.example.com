ansible_port: 2299
