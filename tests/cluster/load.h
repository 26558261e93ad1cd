#pragma once
#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace docmill::testing {

struct LoadOptions {
  std::vector<std::string> urls;  // taken in turn
  std::string authority;          // PEM file that the servers are checked with
  std::string key;
  int jobs = 0;   // 0: until told to finish
  int first = 0;  // number of the first job; the number decides what kind of job it is, and its Idempotency-Key
  int clients = 10;
  bool retry = true;  // false: whatever is not a success counts as a failure at once
};

/// What the clients saw.
struct LoadReport {
  int jobs = 0;                             // begun
  int succeeded = 0;                        // with a result, which was fetched and is a PDF
  int refused = 0;                          // damaged documents that failed as they should
  int repeats = 0;                          // calls made again
  std::map<std::string, int> endings = {};  // job id → the status that its polls end with
  std::vector<std::string> surprises = {};  // everything else, for a person to read
};

/// Clients that submit documents, every seventh of them damaged and every fifth by a synchronous call, and wait for the result
/// of each. They do what the documentation tells clients to do: an Idempotency-Key with every submit, and another try with
/// the same key after 429, 5xx and no answer.
class Load {
 public:
  explicit Load(LoadOptions options);
  /// Gives up what is under way.
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  /// Whether all jobs have an ending.
  bool done() const { return working_ == 0; }
  int begun() const { return begun_; }
  int ended() const { return ended_; }
  /// Begins no more jobs, waits for those that are under way.
  LoadReport finish();
  /// Asks for every job of `report` again; returns those that answer otherwise than they did. All members have to be well.
  std::vector<std::string> changed(const LoadReport& report) const;

 private:
  struct Ending {
    int status = 0;  // 0: none was reached
    std::string job = {};
    std::string text = {};
  };
  void work();
  void one(int number);
  Ending submit(int number, bool bad, bool synchronous);
  Ending outcome(const std::string& job);
  bool is_pdf(const std::string& link);
  std::string url(int turn) const;
  void surprise(const std::string& text);

  LoadOptions options_;
  std::string good_;
  std::string bad_;
  std::atomic<int> begun_{0};
  std::atomic<int> ended_{0};
  std::atomic<int> working_{0};
  std::atomic<bool> stop_{false};     // begin no more
  std::atomic<bool> give_up_{false};  // nor go on with the rest
  std::atomic<int> repeats_{0};
  std::mutex mutex_;
  LoadReport report_;
  std::vector<std::thread> threads_;
};

}  // namespace docmill::testing
