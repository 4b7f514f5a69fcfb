# frozen_string_literal: true

# Action Cable of Ruby on Rails without the rest of Rails, as its tests have it, behind the web server Puma. The only line of
# the output is a JSON object: the name of a server and its URL.
require 'json'
require 'logger'
require 'action_cable'
require 'puma'
require 'puma/server'

# Everybody is let in but those who ask for /refused.
class Connection < ActionCable::Connection::Base
  def connect
    reject_unauthorized_connection if request.path == '/refused'
  end
end

configuration = ActionCable.server.config
configuration.cable = { 'adapter' => 'async' }
configuration.logger = Logger.new(File::NULL)
configuration.connection_class = -> { Connection }
configuration.allowed_request_origins = ['https://app.example.com']

puma = Puma::Server.new(ActionCable.server, Puma::Events.null)
puma.add_tcp_listener('127.0.0.1', 0)
puma.run
url = "ws://127.0.0.1:#{puma.connected_ports.first}"
puts JSON.generate({ 'cable' => "#{url}/cable", 'cable refusing' => "#{url}/refused" })
$stdout.flush
sleep
